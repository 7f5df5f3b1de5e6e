package io.onaccount.organization.web;

import io.onaccount.organization.Anyone;
import io.onaccount.organization.Caller;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Rights;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Lets a call through to a controller only with the right its method names; a method that names none is closed. */
final class RightsCheck implements HandlerInterceptor {
    private static final String NOTHING = "";
    private static final String TO_BE_SIGNED_IN = "*";

    private final Rights rights;
    private final Map<Method, String> demands = new ConcurrentHashMap<>();

    RightsCheck(Rights rights) {
        this.rights = rights;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return true;
        }
        String demand = demands.computeIfAbsent(method.getMethod(), m -> demand(method));
        if (demand.equals(NOTHING)) {
            return true;
        }
        if (!(request.getAttribute(AccessFilter.CALLER) instanceof Caller caller)) {
            throw Problem.of(401, "signed-out");
        }
        if (!demand.equals(TO_BE_SIGNED_IN)) {
            caller.actor().require(right(demand, request));
        }
        return true;
    }

    /** What a controller's method demands, read from it once: annotations that are not there are searched for each time. */
    private static String demand(HandlerMethod method) {
        if (!method.getBeanType().getName().startsWith("io.onaccount.")
                || method.getBean() instanceof ErrorController
                || method.hasMethodAnnotation(Anyone.class)) {
            return NOTHING;
        }
        Needs needs = method.getMethodAnnotation(Needs.class);
        if (needs != null) {
            return needs.value();
        }
        if (method.hasMethodAnnotation(SignedIn.class)) {
            return TO_BE_SIGNED_IN;
        }
        throw new IllegalStateException(method + " says neither @Needs nor @SignedIn nor @Anyone");
    }

    private String right(String value, HttpServletRequest request) {
        if (!value.startsWith("{")) {
            return value;
        }
        int end = value.indexOf('}');
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        Object named = variables instanceof Map<?, ?> map ? map.get(value.substring(1, end)) : null;
        if (named == null && variables instanceof Map<?, ?> map) {
            named = map.get("kinds"); // {kind} stands for the kind whose plural is in the address
        }
        String plural = String.valueOf(named);
        return rights.kindOf(plural).orElseThrow(() -> Problem.of(404, "no-such-address")) + value.substring(end + 1);
    }
}
