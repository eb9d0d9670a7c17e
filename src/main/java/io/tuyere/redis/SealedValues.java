package io.tuyere.redis;

import io.tuyere.core.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what must not be read in Redis: AES-256-GCM under keys derived from the master keys, bound to the Redis key it is kept
 * under, so that a value copied to another key does not open. Any thread.
 *
 * <p>Form: {@code version (1) key id (4) nonce (12) ciphertext and tag (16 more than the text)}. The nonce is random; NIST SP
 * 800-38D, 8.3, allows 2^32 values under one key, which is a token every second for 136 years.
 */
public final class SealedValues {
    private static final byte VERSION = 1;
    private static final int KEY_ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;
    private static final int TAG_BITS = 128;
    private static final String PURPOSE = "tuyere sealed values";
    private static final String IDENTITY = "tuyere sealing key id";

    private final Map<Integer, SecretKeySpec> keys = new LinkedHashMap<>();
    private final int firstId;
    private final SecureRandom random = new SecureRandom();

    /**
     * Values under these master keys.
     *
     * @param masterKeys the first one seals, all of them open
     */
    public SealedValues(List<Secret> masterKeys) {
        if (masterKeys.isEmpty()) {
            throw new IllegalArgumentException("nothing can be sealed without a secrets.master-key");
        }
        for (Secret masterKey : masterKeys) {
            keys.put(id(masterKey), new SecretKeySpec(derived(masterKey, PURPOSE), "AES"));
        }
        firstId = id(masterKeys.get(0));
    }

    /** Seals a value for the Redis key it will be kept under. */
    public byte[] seal(String redisKey, byte[] value) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] hidden =
                    cipher(Cipher.ENCRYPT_MODE, firstId, nonce, redisKey).doFinal(value);
            return ByteBuffer.allocate(HEADER_BYTES + hidden.length)
                    .put(VERSION)
                    .putInt(firstId)
                    .put(nonce)
                    .put(hidden)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM", e);
        }
    }

    /** The value that was sealed for this Redis key; empty for anything else. */
    public Optional<byte[]> open(String redisKey, byte[] sealed) {
        if (sealed.length < HEADER_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
            return Optional.empty();
        }
        int id = ByteBuffer.wrap(sealed).getInt(1);
        if (!keys.containsKey(id)) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1 + KEY_ID_BYTES, HEADER_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, id, nonce, redisKey);
            return Optional.of(cipher.doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES));
        } catch (GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, int keyId, byte[] nonce, String redisKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(redisKey.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static int id(Secret masterKey) {
        return ByteBuffer.wrap(derived(masterKey, IDENTITY)).getInt();
    }

    /** A key for one purpose, so that no two uses of the master key can be played off against each other. */
    private static byte[] derived(Secret masterKey, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(masterKey.bytes(), "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
