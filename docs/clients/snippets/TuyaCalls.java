import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Speaks and signs as tuya-connector for Java does, with the JDK alone: java TuyaCalls.java */
final class TuyaCalls {
    private static final String BASE_URL = System.getenv().getOrDefault("TUYERE", "http://127.0.0.1:8080");
    private static final String ACCESS_ID = "demo-sdk";
    private static final String ACCESS_SECRET = "demo-sdk-secret";
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] args) throws Exception {
        String token = member("access_token", call("GET", "/v1.0/token?grant_type=1", "", ""));
        System.out.println(member("name", call("GET", "/v1.0/devices/demo-eu-lamp-1", token, "")));
        String command = "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}";
        call("POST", "/v1.0/devices/demo-eu-lamp-1/commands", token, command);
        System.out.println("switched on");
    }

    private static String call(String method, String url, String token, String body) throws Exception {
        String t = String.valueOf(System.currentTimeMillis());
        String toSign = method + "\n" + sha256(body) + "\n\n" + url; // the query sorted by key and not encoded
        HttpRequest request = HttpRequest.newBuilder(URI.create(BASE_URL + url))
                .timeout(Duration.ofSeconds(15))
                .header("client_id", ACCESS_ID)
                .header("access_token", token)
                .header("t", t)
                .header("nonce", "")
                .header("Signature-Headers", "")
                .header("sign_method", "HMAC-SHA256")
                .header("sign", hmac(ACCESS_ID + token + t + toSign))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
        if (!answer.contains("\"success\":true")) {
            throw new IllegalStateException(answer);
        }
        return answer;
    }

    private static String sha256(String text) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    private static String hmac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(ACCESS_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().withUpperCase().formatHex(digest);
    }

    /** A member of an answer, without a JSON library; use yours. */
    private static String member(String name, String json) {
        return Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json).results().findFirst().orElseThrow().group(1);
    }
}
