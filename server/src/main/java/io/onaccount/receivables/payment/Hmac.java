package io.onaccount.receivables.payment;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures by a shared secret (HMAC-SHA256). */
final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";

    private Hmac() {}

    static String sign(byte[] secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
                mac.update((byte) '\n');
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compared in a time that says nothing about where they differ. */
    static boolean isSigned(byte[] secret, String signature, byte[]... parts) {
        return MessageDigest.isEqual(
                signature.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                sign(secret, parts).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
