package io.tuyere.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A name server that knows one address for every name, or none (RFC 1035). Its answers may not be kept: whoever wants to know
 * again asks again.
 */
public final class NameServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final short ANSWER = (short) 0x8180;
    private static final short NO_SUCH_NAME = (short) 0x8183;
    private static final short TYPE_A = 1;

    private final DatagramSocket socket;
    private volatile @Nullable InetAddress address;

    /** Begins to answer, on a free port of this machine. */
    public NameServer() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Host and port. */
    public String at() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** From now on names have this address, or none. */
    public void answer(@Nullable String ip) {
        try {
            address = ip == null ? null : InetAddress.getByName(ip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        byte[] bytes = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                byte[] answer = answer(bytes);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                // The loop ends with the socket.
            }
        }
    }

    private byte[] answer(byte[] query) {
        short id = ByteBuffer.wrap(query).getShort(0);
        int end = HEADER;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        short type = ByteBuffer.wrap(query).getShort(end + 1);
        int questionEnd = end + 5;
        InetAddress known = address;
        boolean answered = known != null && type == TYPE_A;
        ByteBuffer out = ByteBuffer.allocate(512);
        out.putShort(id).putShort(known == null ? NO_SUCH_NAME : ANSWER);
        out.putShort((short) 1).putShort((short) (answered ? 1 : 0)).putInt(0);
        out.put(query, HEADER, questionEnd - HEADER);
        if (known != null && answered) {
            out.putShort((short) 0xC00C).putShort(TYPE_A).putShort((short) 1).putInt(0);
            out.putShort((short) 4).put(known.getAddress());
        }
        byte[] answer = new byte[out.position()];
        out.flip().get(answer);
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
