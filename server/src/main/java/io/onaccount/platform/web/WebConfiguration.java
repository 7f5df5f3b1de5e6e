package io.onaccount.platform.web;

import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import jakarta.servlet.MultipartConfigElement;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The web layer's common parts. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
    private static final long MOST_FILE_BYTES = 64L * 1024 * 1024;
    private static final int IN_MEMORY_BYTES = 256 * 1024;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Texts texts() {
        return Texts.load();
    }

    /** Files: attachments and imports. Parts above a quarter of a megabyte wait on disk. */
    @Bean
    MultipartConfigElement multipartLimits() {
        return new MultipartConfigElement("", MOST_FILE_BYTES, MOST_FILE_BYTES + 1024 * 1024, IN_MEMORY_BYTES);
    }

    @Bean
    WebMvcConfigurer commonArguments(ObjectProvider<Database> database, ObjectProvider<JsonMapper> json) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new OnceArgument(database.getObject(), json.getObject()));
            }
        };
    }
}
