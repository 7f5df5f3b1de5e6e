package io.onaccount.platform.serving;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Sets the headers that keep a browser from being turned against its user, closes the metrics to strangers, and counts answers (one timer per
 * class of status: an observation per request would cost a quarter of the throughput).
 */
final class SafeAnswers implements Filter {

    // Styles: the component library writes style elements. Scripts come from our own files alone.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self';"
            + " img-src 'self' data: blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; manifest-src 'self'; worker-src 'self';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final @Nullable String metricsToken;
    private final Timer[] timers = new Timer[6];

    SafeAnswers(@Nullable String metricsToken, MeterRegistry metrics) {
        this.metricsToken = metricsToken == null || metricsToken.isBlank() ? null : metricsToken;
        for (int status = 1; status < timers.length; status++) {
            timers[status] = Timer.builder("onaccount.http")
                    .description("answers of the server by class of status")
                    .tag("status", status + "xx")
                    .publishPercentiles(0.5, 0.95, 0.99)
                    .register(metrics);
        }
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        long begin = System.nanoTime();
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        String path = request.getRequestURI();
        if (path.startsWith("/api/")) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            // An attachment opened in a tab of its own must not become a page of this site.
            response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        } else {
            response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            response.setHeader("X-Frame-Options", "DENY");
            response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
            response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        }
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        if (path.startsWith("/prometheus") && !maySeeMetrics(request)) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            int status = response.getStatus() / 100;
            if (status > 0 && status < timers.length) {
                timers[status].record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
            }
        }
    }

    /** This machine itself (not through a proxy, which is on this machine too), or who knows the token. */
    private boolean maySeeMetrics(HttpServletRequest request) throws IOException {
        String given = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (metricsToken != null && given != null) {
            return MessageDigest.isEqual(
                    ("Bearer " + metricsToken).getBytes(StandardCharsets.UTF_8),
                    given.getBytes(StandardCharsets.UTF_8));
        }
        return request.getHeader("X-Forwarded-For") == null
                && request.getHeader("Forwarded") == null
                && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
    }
}
