package io.onaccount.organization.web;

import io.onaccount.organization.Caller;
import io.onaccount.organization.Sessions;
import io.onaccount.platform.Problem;
import io.onaccount.platform.web.Problems;
import io.onaccount.platform.web.Requests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls, before anything else: by the session cookie or by {@code Authorization: Bearer}. Refuses changes that another site
 * makes a browser send.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 50)
final class AccessFilter extends OncePerRequestFilter {
    static final String COOKIE = "onaccount_session";
    static final String CALLER = "onaccount.access.caller";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Sessions sessions;
    private final Problems problems;

    AccessFilter(Sessions sessions, Problems problems) {
        this.sessions = sessions;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getRequestURI().startsWith("/api/")) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        String bearer = bearer(request);
        if (bearer == null && !READING.contains(request.getMethod()) && isFromElsewhere(request)) {
            problems.write(Problem.of(403, "from-elsewhere"), request, response);
            return;
        }
        String token = bearer != null ? bearer : cookie(request);
        if (token != null) {
            Optional<Caller> caller = sessions.caller(token);
            if (caller.isPresent()) {
                request.setAttribute(CALLER, caller.get());
                request.setAttribute(Requests.LOCALE, language(request, caller.get()));
                request.setAttribute(
                        Requests.CALLER, caller.get().actor().user().toString());
            }
        }
        chain.doFilter(request, response);
    }

    /** The page says which language it shows; a program that says nothing hears its user's own. */
    private static Locale language(HttpServletRequest request, Caller caller) {
        return request.getHeader("Accept-Language") == null ? caller.actor().locale() : Requests.locale(request);
    }

    /** A browser says where a request comes from; what says nothing is no browser, and carries no cookie it didn't mean to. */
    private static boolean isFromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null || !authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    private static @Nullable String cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }
}
