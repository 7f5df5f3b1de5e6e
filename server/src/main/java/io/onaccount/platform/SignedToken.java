package io.onaccount.platform;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token for a link that lets somebody in without signing in: it names a company and a row of its links, and is signed with the company's
 * key over the row's facts, so that neither guessing nor a changed row opens anything.
 */
public record SignedToken(long company, UUID id, String signature) {

    /** The token of a link with these facts. */
    public static String make(byte[] key, long company, UUID id, String facts) {
        return company + "." + id + "." + signature(key, company, id, facts);
    }

    /** What a text says it is; empty for what is no token at all. */
    public static Optional<SignedToken> parse(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            if (parts.length == 3 && parts[0].length() < 19 && parts[1].length() == 36) {
                return Optional.of(new SignedToken(Long.parseLong(parts[0]), UUID.fromString(parts[1]), parts[2]));
            }
        } catch (IllegalArgumentException e) {
            // a bad token is no token
        }
        return Optional.empty();
    }

    /** Whether it was made with this key for a link with these facts. */
    public boolean isSound(byte[] key, String facts) {
        return MessageDigest.isEqual(
                signature.getBytes(StandardCharsets.UTF_8),
                signature(key, company, id, facts).getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(byte[] key, long company, UUID id, String facts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal((company + "|" + id + "|" + facts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
