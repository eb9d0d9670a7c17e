// Speaks and signs as tuya-connector-go does, with the standard library alone: go run calls.go
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"time"
)

const (
	accessID     = "demo-sdk"
	accessSecret = "demo-sdk-secret"
)

type envelope struct {
	Success bool            `json:"success"`
	Code    int             `json:"code"`
	Msg     string          `json:"msg"`
	Result  json.RawMessage `json:"result"`
}

var client = &http.Client{Timeout: 15 * time.Second}

// The query of url is sorted by key and not encoded.
func call(method, url, token, body string, result interface{}) {
	host := os.Getenv("TUYERE")
	if host == "" {
		host = "http://127.0.0.1:8080"
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		log.Fatal(err)
	}
	nonce := hex.EncodeToString(random)
	t := fmt.Sprint(time.Now().UnixMilli())
	digest := sha256.Sum256([]byte(body))
	toSign := method + "\n" + hex.EncodeToString(digest[:]) + "\n\n" + url
	mac := hmac.New(sha256.New, []byte(accessSecret))
	mac.Write([]byte(accessID + token + t + nonce + toSign))

	request, err := http.NewRequest(method, host+url, bytes.NewBufferString(body))
	if err != nil {
		log.Fatal(err)
	}
	for name, value := range map[string]string{
		"client_id": accessID, "access_token": token, "t": t, "nonce": nonce, "sign_method": "HMAC-SHA256",
		"sign": strings.ToUpper(hex.EncodeToString(mac.Sum(nil))), "Content-Type": "application/json",
	} {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	var answer envelope
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		log.Fatal(err)
	}
	if !answer.Success {
		log.Fatalf("%d %s", answer.Code, answer.Msg)
	}
	if err := json.Unmarshal(answer.Result, result); err != nil {
		log.Fatal(err)
	}
}

func main() {
	var token struct {
		AccessToken string `json:"access_token"`
	}
	call("GET", "/v1.0/token?grant_type=1", "", "", &token)
	var lamp struct {
		Name string `json:"name"`
	}
	call("GET", "/v1.0/devices/demo-eu-lamp-1", token.AccessToken, "", &lamp)
	fmt.Println(lamp.Name)
	var done bool
	body := `{"commands":[{"code":"switch_led","value":true}]}`
	call("POST", "/v1.0/devices/demo-eu-lamp-1/commands", token.AccessToken, body, &done)
	fmt.Println("switched on")
}
