package io.tuyere.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses that begin alike (CIDR, RFC 4632): {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address. */
public final class Network {
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

    private final InetAddress first;
    private final int prefixBits;

    private Network(InetAddress first, int prefixBits) {
        this.first = first;
        this.prefixBits = prefixBits;
    }

    /**
     * The network that is written so.
     *
     * @throws IllegalArgumentException with what is wrong, in words for people
     */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        InetAddress first = address(slash < 0 ? text : text.substring(0, slash));
        if (first == null) {
            throw new IllegalArgumentException("must be an address or a network such as 10.0.0.0/8 or fd00::/8");
        }
        int bits = first.getAddress().length * Byte.SIZE;
        String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > bits) {
            throw new IllegalArgumentException("must have 0 to " + bits + " bits behind the slash");
        }
        Network network = new Network(first, Integer.parseInt(length));
        if (!network.startsAtItsFirst()) {
            throw new IllegalArgumentException(
                    "is no network: bits are set behind the first " + length + "; for one address leave them out");
        }
        return network;
    }

    /** The address that is written so, an IPv4 address in IPv6 as itself; null for anything else, names included. */
    static @Nullable InetAddress address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", impossible);
        }
    }

    /** Whether the address is one of these. */
    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        byte[] own = first.getAddress();
        if (other.length != own.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
            int mask = prefixBits - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (prefixBits - bit)) & 0xff;
            if (((own[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean startsAtItsFirst() {
        byte[] own = first.getAddress();
        for (int bit = prefixBits; bit < own.length * Byte.SIZE; bit++) {
            if ((own[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && first.equals(network.first) && prefixBits == network.prefixBits;
    }

    @Override
    public int hashCode() {
        return first.hashCode() * 31 + prefixBits;
    }

    @Override
    public String toString() {
        return NetUtil.toAddressString(first) + "/" + prefixBits;
    }
}
