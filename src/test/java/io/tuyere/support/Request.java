package io.tuyere.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that goes out exactly as it was put together, on a connection of its own unless one is given. */
public final class Request {
    private final int port;
    private final String method;
    private String target;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = new byte[0];
    private boolean chunked;

    Request(int port, String method, String target) {
        this.port = port;
        this.method = method;
        this.target = target;
        headers.put("Host", "127.0.0.1:" + port);
    }

    /** A request to a port of this machine. */
    public static Request of(int port, String method, String target) {
        return new Request(port, method, target);
    }

    /** To another target, whatever was signed. */
    public Request to(String otherTarget) {
        target = otherTarget;
        return this;
    }

    /** With a header, in this spelling. */
    public Request header(String name, String value) {
        return headers(Map.of(name, value));
    }

    /** With headers, in this spelling. */
    public Request headers(Map<String, String> more) {
        headers.keySet().removeIf(name -> more.keySet().stream().anyMatch(name::equalsIgnoreCase));
        headers.putAll(more);
        return this;
    }

    /** Without a header. */
    public Request without(String name) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
        return this;
    }

    /** With an API key. */
    public Request key(String apiKey) {
        return header("X-API-Key", apiKey);
    }

    /** With a JSON body. */
    public Request json(String text) {
        return header("Content-Type", "application/json").body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** With a body, of which no header tells the type. */
    public Request body(byte[] bytes) {
        body = bytes.clone();
        return this;
    }

    /** With its body in chunks of three bytes. */
    public Request chunked() {
        chunked = true;
        return this;
    }

    /** The bytes on the wire. */
    public byte[] bytes() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (!headers.containsKey("Content-Length") && (body.length > 0 || method.equals("POST"))) {
            head.append("Content-Length: " + body.length + "\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((head + "\r\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(chunked ? chunks() : body);
        return bytes.toByteArray();
    }

    private byte[] chunks() {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += 3) {
            int length = Math.min(3, body.length - from);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.UTF_8));
            chunks.write(body, from, length);
            chunks.writeBytes(new byte[] {'\r', '\n'});
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        return chunks.toByteArray();
    }

    /** The answer, over a new connection. */
    public Response send() {
        try (Wire wire = new Wire(port)) {
            return send(wire);
        }
    }

    /** The answer, over this connection. */
    public Response send(Wire wire) {
        return wire.send(bytes()).read();
    }
}
