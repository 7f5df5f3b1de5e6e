package io.onaccount.organization;

import io.onaccount.platform.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Passwords: Argon2id, 16 MB and two passes each, so that stolen hashes are dear to guess; and what a password must be. */
@Component
final class Passwords {
    static final int LEAST = 8;
    static final int MOST = 200;

    /** What is tried first by whoever guesses. */
    private static final Set<String> COMMON = Set.of(
            "password",
            "password1",
            "passw0rd",
            "12345678",
            "123456789",
            "1234567890",
            "87654321",
            "88888888",
            "66666666",
            "qwertyui",
            "qwerty123",
            "abcd1234",
            "abc12345",
            "a1234567",
            "1qaz2wsx",
            "iloveyou",
            "admin123",
            "administrator",
            "welcome1",
            "woaini1314",
            "5201314520");

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 1 << 14, 2);
    private final String nobodys = encoder.encode("nobody has this password");

    /** Each hash takes 16 MB and a core: more than two at a time would only make all of them slow. */
    private final Semaphore turns = new Semaphore(2, true);

    String hash(String password) {
        turns.acquireUninterruptibly();
        try {
            return encoder.encode(password);
        } finally {
            turns.release();
        }
    }

    /** Whether the password is the one hashed; takes the same time when there is none, so that it doesn't tell who exists. */
    boolean matches(String password, @Nullable String hash) {
        turns.acquireUninterruptibly();
        try {
            boolean same = encoder.matches(password, hash == null ? nobodys : hash);
            return same && hash != null;
        } finally {
            turns.release();
        }
    }

    /** Adds what is wrong with a new password. */
    static void check(Problem.Collector problems, String field, String password, String login) {
        String lower = password.toLowerCase(Locale.ROOT);
        if (!problems.check(password.length() >= LEAST, field, "password-too-short", LEAST)) {
            return;
        }
        problems.check(password.length() <= MOST, field, "text-too-long", MOST);
        problems.check(
                !COMMON.contains(lower) && password.chars().distinct().count() >= 4, field, "password-too-common");
        problems.check(
                login.length() < 4 || !lower.contains(login.toLowerCase(Locale.ROOT)), field, "password-has-login");
    }
}
