package io.onaccount.platform.secrets;

import io.onaccount.platform.postgres.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Seals what is kept in the database but must not be readable there, in a backup or on a replica: AES-256-GCM with the installation's key. The
 * key is {@code onaccount.secret-key} where that is set (several nodes must share it) and otherwise the file {@code secrets.key} of the data
 * folder, made when it is first needed and readable by its owner alone.
 */
@Component
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte FORM = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int SHORTEST = 32;

    private final @Nullable String configured;
    private final Path file;
    private byte @Nullable [] key;

    Secrets(@Value("${onaccount.secret-key:}") String configured, DatabaseSettings settings) {
        if (!configured.isEmpty() && configured.length() < SHORTEST) {
            throw new IllegalStateException("onaccount.secret-key must have at least " + SHORTEST + " characters");
        }
        this.configured = configured.isEmpty() ? null : configured;
        this.file = settings.data().resolve("secrets.key");
    }

    /**
     * Seals a text.
     *
     * @param place what it is kept for, {@code mail-server/1}: sealed for one place it can't be opened in another
     */
    public byte[] seal(String place, String text) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key(), nonce, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] whole = new byte[1 + NONCE + sealed.length];
            whole[0] = FORM;
            System.arraycopy(nonce, 0, whole, 1, NONCE);
            System.arraycopy(sealed, 0, whole, 1 + NONCE, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was sealed for this place; empty when it was sealed with another key, as after restoring a backup elsewhere. */
    public Optional<String> open(String place, byte[] sealed) {
        if (sealed.length <= 1 + NONCE || sealed[0] != FORM) {
            return Optional.empty();
        }
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, key(), Arrays.copyOfRange(sealed, 1, 1 + NONCE), place)
                    .doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private synchronized byte[] key() {
        if (key == null) {
            key = configured != null ? digest(configured) : fromFile();
        }
        return key;
    }

    private byte[] fromFile() {
        try {
            if (!Files.exists(file)) {
                make();
            }
            byte[] read = Base64.getDecoder().decode(Files.readString(file).strip());
            if (read.length != 32) {
                throw new IllegalStateException(file + " is no key: put back the one from your safe copy");
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make() throws IOException {
        byte[] fresh = new byte[32];
        RANDOM.nextBytes(fresh);
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path aside = Files.createTempFile(
                folder,
                "secrets",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(aside, Base64.getEncoder().encodeToString(fresh));
        try {
            Files.createLink(file, aside); // fails when another process was first, whose key then counts
        } catch (FileAlreadyExistsException e) {
            Files.delete(aside);
            return;
        } catch (UnsupportedOperationException e) {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.delete(aside);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
