package io.tuyere.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.ContentLengthNotAllowedException;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TransferEncodingNotAllowedException;
import io.netty.util.AsciiString;
import io.netty.util.ByteProcessor;
import io.tuyere.core.Failure;
import io.tuyere.wire.RecentNames;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1 as RFC 9112 has it, and refuses what Netty 4.2.17 is lenient about and the next server might read in another
 * way: folded lines, blanks of other kinds in the request line, transfer codings other than one {@code chunked}, headers
 * without a name, chunk sizes with something behind them. A refused request is passed on with a failed decoder result, and
 * nothing behind it on its connection is ever read as a request. The connection's event loop only.
 *
 * <p>Netty joins folded lines and forgets where they were, so each head is looked at a second time where it lay: a search for
 * the ends of its lines, and a look at each first character.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
    private static final AsciiString NAMELESS = AsciiString.EMPTY_STRING;
    private static final byte LF = '\n';

    private final int maxFields;
    private final Visit visit;
    private final RequestLine requestLine = new RequestLine();
    private final ChunkSizes chunkSizes = new ChunkSizes();
    private final RecentNames names = RecentNames.ofThisLoop();
    private @Nullable String wrong;
    private boolean inHead = true; // what comes next belongs to the head of a request
    private boolean begun; // its request line has come
    private int fields;
    private boolean refused;

    StrictDecoder(Http1ServerConfig config, int maxFields, Visit visit) {
        super(config);
        this.maxFields = maxFields;
        this.visit = visit;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
        } else if (inHead) {
            head(context, in, out);
        } else {
            body(context, in, out);
        }
    }

    private void head(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        int from = in.readerIndex();
        super.decode(context, in, out);
        if (out.isEmpty()) {
            lines(in, from, in.readerIndex());
            if (begun || in.isReadable()) {
                visit.headComes();
            }
            return;
        }
        HttpRequest request = (HttpRequest) out.get(0);
        if (request.decoderResult().isSuccess()) {
            lines(in, from, in.readerIndex());
            check(request);
        } else {
            refuse(request, request.decoderResult().cause());
        }
        inHead = out.size() > 1;
        begun = false;
        fields = 0;
        if (inHead) {
            visit.requestCame();
        } else {
            visit.bodyComes();
        }
    }

    /** Looks at whole lines that were read as a part of a head. */
    private void lines(ByteBuf in, int from, int to) {
        int start = from;
        while (start < to) {
            int end = in.indexOf(start, to, LF);
            if (end < 0) {
                return;
            }
            int first = in.getByte(start);
            if (!begun) {
                if (end - start > 1) { // empty lines before a request are allowed
                    begun = true;
                    requestLine(in, start, end - 1);
                }
            } else if (first == ' ' || first == '\t') {
                wrong = "a header line begins with a blank, which continued the line before in HTTP/1.0";
            } else {
                fields++;
            }
            start = end + 1;
        }
    }

    private void requestLine(ByteBuf in, int from, int to) {
        if (!requestLine.sound(in, from, to)) {
            wrong = "the request line must be a method, a target and a version with one space between them";
        }
    }

    private void check(HttpRequest request) {
        HttpHeaders headers = request.headers();
        boolean coded = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
        if (coded && headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            refuse(request, new AmbiguousFraming());
        } else if (coded && !chunked(headers)) {
            refuse(request, "Transfer-Encoding may be chunked, once, and nothing else");
        } else if (wrong != null) {
            refuse(request, wrong);
        } else if (headers.contains(NAMELESS)) {
            refuse(request, "a header has no name");
        } else if (fields - 1 > maxFields) { // the empty line at the end was counted too
            refuse(request, new Failure.HeadersTooLarge().toException());
        }
        chunkSizes.begin(coded);
    }

    private static boolean chunked(HttpHeaders headers) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0));
    }

    private void refuse(HttpRequest request, String why) {
        refuse(request, new Failure.BadRequest(why).toException());
    }

    private void refuse(HttpRequest request, Throwable why) {
        boolean ambiguous =
                why instanceof ContentLengthNotAllowedException || why instanceof TransferEncodingNotAllowedException;
        request.setDecoderResult(DecoderResult.failure(ambiguous ? new AmbiguousFraming() : why));
        refused = true;
    }

    private void body(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (!chunkSizes.sound(in)) {
            in.skipBytes(in.readableBytes());
            out.add(broken());
            refused = true;
            return;
        }
        int from = in.readerIndex();
        super.decode(context, in, out);
        int came = 0;
        for (Object part : out) {
            HttpContent content = (HttpContent) part;
            came += content.content().readableBytes();
            refused |= content.decoderResult().isFailure();
            inHead |= content instanceof LastHttpContent && !refused;
        }
        chunkSizes.advance(in.readerIndex() - from, came);
        visit.bodyCame(came);
        if (inHead) {
            visit.requestCame();
        }
    }

    private static HttpContent broken() {
        HttpContent content = new DefaultLastHttpContent();
        content.setDecoderResult(DecoderResult.failure(new CorruptedFrameException("no chunk size")));
        return content;
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        return names.name(line, start, length);
    }

    /** Only the versions that are spoken here, in their one spelling. */
    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        if (!initialLine[2].equals("HTTP/1.1") && !initialLine[2].equals("HTTP/1.0")) {
            throw new IllegalArgumentException("neither HTTP/1.1 nor HTTP/1.0");
        }
        return super.createMessage(initialLine);
    }

    /** Two servers may disagree on where the request ends, so that any answer might be taken for that to another one. */
    static final class AmbiguousFraming extends Exception {
        private static final long serialVersionUID = 1;

        private AmbiguousFraming() {
            super("the end of the request is told in two ways", null, false, false);
        }
    }

    /** Counts what may stand between the words of a request line, and stops at what may not. */
    private static final class RequestLine implements ByteProcessor {
        private int spaces;

        boolean sound(ByteBuf in, int from, int to) {
            spaces = 0;
            return in.forEachByte(from, to - from, this) < 0 && spaces == 2;
        }

        @Override
        public boolean process(byte value) {
            if (value == ' ') {
                spaces++;
            }
            return value >= ' ' || value < '\t' || value > '\r';
        }
    }
}
