package io.onaccount.platform.serving;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.sql.Connection;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Puts the parts of this package in their places. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ServingSettings.class)
class Serving {

    @Bean
    FilterRegistrationBean<SafeAnswers> safeAnswers(ServingSettings settings, MeterRegistry metrics) {
        FilterRegistrationBean<SafeAnswers> registration =
                new FilterRegistrationBean<>(new SafeAnswers(settings.metricsToken(), metrics));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }

    /** Last of all handlers: what nobody else answers and is asked with GET is a page, or a place inside the one page. */
    @Bean
    AbstractUrlHandlerMapping pagesMapping(ServingSettings settings) throws IOException {
        Pages pages = Pages.in(settings.web());
        SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(Map.of("/**", pages)) {
            @Override
            protected @Nullable Object getHandlerInternal(HttpServletRequest request) throws Exception {
                boolean reads =
                        request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
                return reads && pages.has(request.getRequestURI()) ? super.getHandlerInternal(request) : null;
            }
        };
        mapping.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
        return mapping;
    }

    @Bean
    HealthIndicator databaseHealthIndicator(DataSource business) {
        return () -> {
            try (Connection connection = business.getConnection()) {
                return connection.isValid(2)
                        ? Health.up().build()
                        : Health.down().build();
            } catch (java.sql.SQLException e) {
                return Health.down(e).build();
            }
        };
    }
}
