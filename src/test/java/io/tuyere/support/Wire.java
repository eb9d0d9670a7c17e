package io.tuyere.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A connection that sends exactly the bytes it is given and reads HTTP/1.1 answers. One thread. */
public final class Wire implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    /** Connects to a port of this machine. */
    public Wire(int port) {
        this(connected(port));
    }

    /** Goes on with a connection that is open. */
    public Wire(Socket open) {
        socket = open;
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connected(int port) {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes on in TLS with the host of the certificate. */
    public Wire secured(TestCertificate certificate, String host) {
        return new Wire(certificate.over(socket, host));
    }

    /** Says that no more comes, and can still read. */
    public Wire finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything up to the end of the connection. */
    public byte[] rest() {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many bytes. */
    public String bytes(int count) {
        try {
            return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text, whose characters are bytes. */
    public Wire send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes. */
    public Wire send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and does not wait for its answer. */
    public void begin(Request request) {
        Wire unused = send(request.bytes());
    }

    /** Reads so many bytes, whatever they are. */
    public void awaitBytes(int count) {
        try {
            if (in.readNBytes(count).length < count) {
                throw new IllegalStateException("the connection ended before " + count + " bytes had come");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a line of whatever comes. */
    public String text() {
        try {
            return lineOrEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the next answer. */
    public Response read() {
        try {
            Response head = head();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            boolean whole = body(head.headers(), body);
            return new Response(head.status(), head.headers(), body.toByteArray(), whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the next answer where none has a body: to HEAD, and 100. */
    public Response head() {
        try {
            String status = line();
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                headers.computeIfAbsent(name, unused -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
            return new Response(Integer.parseInt(status.split(" ", -1)[1]), headers, new byte[0], true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the far side has closed the connection, which it is given some time for. */
    public boolean ended() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private boolean body(Map<String, List<String>> headers, ByteArrayOutputStream body) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            return chunks(body);
        }
        List<String> length = headers.get("content-length");
        if (length != null) {
            return bytes(Integer.parseInt(length.get(0)), body);
        }
        in.transferTo(body);
        return true;
    }

    private boolean chunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = lineOrEnd();
            if (size.isEmpty()) {
                return false;
            }
            int length = Integer.parseInt(size, 16);
            if (!bytes(length, body)) {
                return false;
            }
            if (!lineOrEnd().isEmpty()) {
                throw new IOException("a chunk is longer than it says");
            }
            if (length == 0) {
                return true;
            }
        }
    }

    private boolean bytes(int length, ByteArrayOutputStream body) throws IOException {
        byte[] bytes = in.readNBytes(length);
        body.writeBytes(bytes);
        return bytes.length == length;
    }

    private String line() throws IOException {
        String line = lineOrEnd();
        if (line.isEmpty() && !lastLineEnded) {
            throw new IOException("the connection ended before an answer");
        }
        return line;
    }

    private boolean lastLineEnded;

    private String lineOrEnd() throws IOException {
        StringBuilder line = new StringBuilder();
        lastLineEnded = false;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                lastLineEnded = true;
                break;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Breaks the connection off (RST), as a client that crashes. */
    public void breakOff() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
