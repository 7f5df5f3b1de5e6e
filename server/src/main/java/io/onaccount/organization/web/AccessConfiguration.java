package io.onaccount.organization.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Caller;
import io.onaccount.organization.Rights;
import io.onaccount.platform.BusinessClock;
import java.util.List;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the check of rights before every controller. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Actor.class, Caller.class); // found by the session, never sent
    }

    @Bean
    WebMvcConfigurer access(ObjectProvider<Rights> rights, ObjectProvider<BusinessClock> clock) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new RightsCheck(rights.getObject()));
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArguments(clock.getObject()));
            }
        };
    }
}
