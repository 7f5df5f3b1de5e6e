package io.onaccount.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every endpoint of the API, found as the server finds them. */
public final class Endpoints {
    private Endpoints() {}

    /** One method of one address. */
    public record Endpoint(String method, String pattern, HandlerMethod handler) {

        /** The variables of the address, each by the segment before it and its own name. */
        public List<Variable> variables() {
            List<Variable> variables = new ArrayList<>();
            String[] segments = pattern.split("/");
            for (int i = 1; i < segments.length; i++) {
                if (segments[i].startsWith("{")) {
                    variables.add(new Variable(segments[i - 1], segments[i].replaceAll("[{}]|:.*", "")));
                }
            }
            return variables;
        }

        /** The address with its variables filled in; empty when one is missing. */
        public Optional<String> path(Function<Variable, Optional<String>> values) {
            StringBuilder path = new StringBuilder();
            String[] segments = pattern.split("/");
            for (int i = 1; i < segments.length; i++) {
                String segment = segments[i];
                if (segment.startsWith("{")) {
                    Optional<String> value =
                            values.apply(new Variable(segments[i - 1], segment.replaceAll("[{}]|:.*", "")));
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    segment = value.get();
                }
                path.append('/').append(segment);
            }
            return Optional.of(path.toString());
        }

        /** Whether it reads a JSON body. */
        public boolean takesBody() {
            return body().isPresent();
        }

        /** Whether it insists on one. */
        public boolean needsBody() {
            return body().map(p -> p.getParameterAnnotation(RequestBody.class).required())
                    .orElse(false);
        }

        /** Whether a file is uploaded to it. */
        public boolean takesFile() {
            for (MethodParameter parameter : handler.getMethodParameters()) {
                if (MultipartFile.class.isAssignableFrom(parameter.getParameterType())) {
                    return true;
                }
            }
            return false;
        }

        private Optional<MethodParameter> body() {
            for (MethodParameter parameter : handler.getMethodParameters()) {
                if (parameter.hasParameterAnnotation(RequestBody.class)) {
                    return Optional.of(parameter);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    /** A path variable: what stands before it, {@code customers}, and its name. */
    public record Variable(String segment, String name) {
        /** Those that name no record: the kind of a list, a language, a number that every company counts for itself. */
        public Optional<String> constant() {
            return switch (name) {
                case "kinds", "plural", "target" -> Optional.of("customers");
                case "printed" -> Optional.of("sales-order");
                case "occasion" -> Optional.of("record");
                case "locale" -> Optional.of("en");
                case "company" -> Optional.of("1");
                case "provider" -> Optional.of("simulated");
                case "version" -> Optional.of("0");
                default -> Optional.empty();
            };
        }
    }

    /** All of them; what deletes comes last. */
    public static List<Endpoint> all(TestApplication application) {
        List<Endpoint> endpoints = new ArrayList<>();
        Map<String, RequestMappingHandlerMapping> mappings =
                application.context().getBeansOfType(RequestMappingHandlerMapping.class);
        mappings.values()
                .forEach(mapping -> mapping.getHandlerMethods().forEach((info, handler) -> {
                    for (String pattern : info.getPatternValues()) {
                        if (pattern.startsWith("/api/")
                                && handler.getBeanType().getName().startsWith("io.onaccount.")) {
                            info.getMethodsCondition()
                                    .getMethods()
                                    .forEach(method -> endpoints.add(new Endpoint(method.name(), pattern, handler)));
                        }
                    }
                }));
        endpoints.sort(Comparator.comparing((Endpoint e) -> e.method().equals("DELETE"))
                .thenComparing(Endpoint::pattern)
                .thenComparing(Endpoint::method));
        return endpoints;
    }
}
