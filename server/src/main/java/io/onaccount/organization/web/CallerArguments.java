package io.onaccount.organization.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Caller;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands controllers who calls, as {@link Actor} or as {@link Caller}, on the company's business day. */
final class CallerArguments implements HandlerMethodArgumentResolver {
    private final BusinessClock clock;

    CallerArguments(BusinessClock clock) {
        this.clock = clock;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Actor.class || parameter.getParameterType() == Caller.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        if (!(request.getAttribute(AccessFilter.CALLER, RequestAttributes.SCOPE_REQUEST) instanceof Caller caller)) {
            throw Problem.of(401, "signed-out");
        }
        return parameter.getParameterType() == Caller.class
                ? caller
                : caller.on(clock.today(caller.actor().zone()));
    }
}
