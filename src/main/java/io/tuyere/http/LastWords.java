package io.tuyere.http;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.gateway.Answers;
import io.tuyere.upstream.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Puts an answer into the bytes of HTTP/1.1, for connections on which there is no request that could be answered. */
public final class LastWords {
    private final Answers answers;

    /** In the words of these answers. */
    public LastWords(Answers answers) {
        this.answers = answers;
    }

    /** To a client that took too long to send its request. */
    byte[] tooSlow(String requestId) {
        Reply reply = answers.failure(Face.API_KEY, requestId, new Failure.RequestTimeout());
        StringBuilder text = new StringBuilder("HTTP/1.1 " + reply.status() + " Request Timeout\r\n");
        for (Map.Entry<String, String> header : reply.headers()) {
            text.append(header.getKey() + ": " + header.getValue() + "\r\n");
        }
        text.append("X-Request-Id: " + requestId + "\r\n");
        text.append("Connection: close\r\n");
        text.append("Content-Length: " + reply.head().length() + "\r\n\r\n");
        text.append(reply.head().toString(StandardCharsets.UTF_8)); // ASCII, like all that this gateway says by itself
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
