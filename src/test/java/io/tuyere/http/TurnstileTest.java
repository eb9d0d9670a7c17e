package io.tuyere.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new Turnstile(new Visit(new EmbeddedChannel(), () -> 0, true)));

    private static HttpRequest request(String target) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target);
    }

    private static DefaultFullHttpResponse answer(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }

    private void comes(Object... messages) {
        boolean unused = channel.writeInbound(messages);
    }

    private void goes(Object... messages) {
        boolean unused = channel.writeOutbound(messages);
    }

    private int entered() {
        int count = channel.inboundMessages().size();
        channel.releaseInbound();
        return count;
    }

    @Test
    void requestsThatDoNotOverlapPassAtOnce() {
        for (int i = 0; i < 3; i++) {
            comes(
                    request("/"),
                    new DefaultHttpContent(Unpooled.buffer().writeByte(i)),
                    LastHttpContent.EMPTY_LAST_CONTENT);
            assertThat(entered()).isEqualTo(3);
            goes(answer(HttpResponseStatus.OK));
        }
    }

    @Test
    void requestBehindAnotherWaitsForItsAnswer() {
        comes(request("/1"), LastHttpContent.EMPTY_LAST_CONTENT, request("/2"), LastHttpContent.EMPTY_LAST_CONTENT);
        comes(request("/3"), LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(entered()).isEqualTo(2);

        goes(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        assertThat(entered()).isZero();
        goes(new DefaultLastHttpContent());
        assertThat(channel.inboundMessages().peek()).hasToString(request("/2").toString());
        assertThat(entered()).isEqualTo(2);

        goes(answer(HttpResponseStatus.OK));
        assertThat(entered()).isEqualTo(2);
    }

    @Test
    void answerThatOnlyInformsIsNone() {
        comes(request("/1"), LastHttpContent.EMPTY_LAST_CONTENT, request("/2"));
        assertThat(entered()).isEqualTo(2);

        goes(answer(HttpResponseStatus.CONTINUE));
        assertThat(entered()).isZero();

        goes(answer(HttpResponseStatus.OK));
        assertThat(entered()).isEqualTo(1);
    }

    @Test
    void bodyGoesOnAfterAnEarlyAnswer() {
        comes(request("/1"));
        goes(answer(HttpResponseStatus.OK));

        comes(
                new DefaultHttpContent(Unpooled.buffer().writeByte(1)),
                LastHttpContent.EMPTY_LAST_CONTENT,
                request("/2"));

        assertThat(entered()).isEqualTo(4);
    }

    @Test
    void readingStopsWhileTooMuchWaits() {
        comes(request("/1"), LastHttpContent.EMPTY_LAST_CONTENT);
        for (int i = 0; i < 8; i++) {
            assertThat(channel.config().isAutoRead()).isTrue();
            comes(
                    i == 0
                            ? request("/2")
                            : new DefaultHttpContent(Unpooled.buffer().writeByte(i)));
        }
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(entered()).isEqualTo(2);

        goes(answer(HttpResponseStatus.OK));

        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(entered()).isEqualTo(8);
    }

    /** Vert.x kept what waited when the connection closed, and its memory was lost. */
    @Test
    void whatWaitsIsReleasedWithTheConnection() {
        ByteBuf body = Unpooled.buffer().writeByte(1);
        comes(request("/1"), LastHttpContent.EMPTY_LAST_CONTENT, request("/2"), new DefaultHttpContent(body));
        assertThat(body.refCnt()).isEqualTo(1);

        assertThat(channel.finishAndReleaseAll()).isTrue();

        assertThat(body.refCnt()).isZero();
    }
}
