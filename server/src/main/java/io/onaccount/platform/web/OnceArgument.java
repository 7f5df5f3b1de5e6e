package io.onaccount.platform.web;

import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/** Hands a controller the {@link Once} of its request: keyed by the header Idempotency-Key, recognised by caller, method, address and body. */
final class OnceArgument implements HandlerMethodArgumentResolver {
    private final Database database;
    private final JsonMapper kept;

    OnceArgument(Database database, JsonMapper json) {
        this.database = database;
        this.kept = JsonConfiguration.kept(json);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Once.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        String key = request.getHeader("Idempotency-Key");
        if (key != null && (key.isEmpty() || key.length() > 200 || !key.chars().allMatch(c -> c > ' ' && c < 127))) {
            throw Problem.invalid("Idempotency-Key", "not-a-key");
        }
        return new Once(database, kept, key, key == null ? new byte[0] : fingerprint(request));
    }

    private static byte[] fingerprint(HttpServletRequest request) {
        MessageDigest digest = sha256();
        add(digest, String.valueOf(request.getAttribute(Requests.CALLER)));
        add(digest, request.getMethod());
        add(digest, request.getRequestURI());
        add(digest, String.valueOf(request.getQueryString()));
        if (request.getAttribute(Requests.BODY) instanceof byte[] body) {
            digest.update(body);
        } else {
            add(digest, Long.toString(request.getContentLengthLong())); // a file: its length has to do
        }
        return digest.digest();
    }

    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
