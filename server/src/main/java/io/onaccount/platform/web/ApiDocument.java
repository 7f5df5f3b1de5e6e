package io.onaccount.platform.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JavaType;
import io.onaccount.platform.Money;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;

/**
 * The OpenAPI document as the API really is: decimals are strings, what the types promise is required, what may be null says so. The page's
 * own client is generated from it.
 */
@Configuration(proxyBeanMethods = false)
class ApiDocument {
    private static final String PROBLEM = "Problem";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Once.class, Seen.class);
    }

    @Bean
    OpenAPI openApi() {
        Schema<?> problem = new Schema<>().$ref("#/components/schemas/" + PROBLEM);
        return new OpenAPI()
                .info(new Info()
                        .title("OnAccount")
                        .version("v1")
                        .description(
                                "Amounts, prices and quantities are strings with plain decimals; days are ISO dates, instants ISO UTC."
                                        + " Creating calls take an Idempotency-Key; changing calls take the ETag as If-Match.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .components(new Components()
                        .addSecuritySchemes(
                                "session",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name("onaccount_session"))
                        .addSecuritySchemes(
                                "token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer"))
                        .addSchemas(PROBLEM, problemSchema())
                        .addResponses(
                                PROBLEM,
                                new ApiResponse()
                                        .description("What is wrong, as RFC 9457 tells it")
                                        .content(new Content()
                                                .addMediaType(Problems.MEDIA_TYPE, new MediaType().schema(problem)))))
                .addSecurityItem(new SecurityRequirement().addList("session"))
                .addSecurityItem(new SecurityRequirement().addList("token"));
    }

    private static Schema<?> problemSchema() {
        Schema<?> wrong = object("field", "code", "message");
        Schema<?> problem = object("type", "title", "detail", "code", "instance");
        problem.addProperty("status", typed("integer").format("int32"));
        problem.addProperty("errors", typed("array").items(wrong));
        problem.addRequiredItem("status");
        problem.addRequiredItem("errors");
        return problem;
    }

    private static Schema<?> object(String... texts) {
        Schema<?> schema = typed("object");
        for (String text : texts) {
            schema.addProperty(text, typed("string"));
            schema.addRequiredItem(text);
        }
        return schema;
    }

    private static Schema<?> typed(String type) {
        Schema<?> schema = new Schema<>();
        schema.addType(type);
        return schema;
    }

    /** Names operations by controller and method, which stays the same whatever is added, and gives each the problem answer. */
    @Bean
    OperationCustomizer operations() {
        return (Operation operation, HandlerMethod method) -> {
            String owner = method.getBeanType().getSimpleName().replaceAll("(Controller|Endpoints?)$", "");
            operation.setOperationId(owner.substring(0, 1).toLowerCase(Locale.ROOT) + owner.substring(1) + "_"
                    + method.getMethod().getName());
            if (List.of(method.getMethod().getParameterTypes()).contains(Seen.class)) {
                operation.addParametersItem(new HeaderParameter()
                        .name(SeenArgument.HEADER)
                        .required(false)
                        .schema(typed("string")));
            }
            if (List.of(method.getMethod().getParameterTypes()).contains(HttpServletResponse.class)) {
                // Such a method writes a file.
                operation
                        .getResponses()
                        .values()
                        .forEach(answer -> answer.setContent(new Content()
                                .addMediaType(
                                        "application/octet-stream",
                                        new MediaType().schema(typed("string").format("binary")))));
            }
            operation.getResponses().addApiResponse("default", new ApiResponse().$ref(PROBLEM));
            return operation;
        };
    }

    @Bean
    ExactSchemas exactSchemas() {
        return new ExactSchemas();
    }

    /** What goes out has every property; what comes in may leave out those that may be null. */
    @Bean
    OpenApiCustomizer whatMayBeLeftOut(ExactSchemas schemas) {
        return document -> {
            Set<String> comeIn = new HashSet<>();
            document.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .filter(operation -> operation.getRequestBody() != null)
                    .flatMap(operation -> operation.getRequestBody().getContent().values().stream())
                    .forEach(body -> reach(body.getSchema(), document.getComponents(), comeIn));
            document.getComponents().getSchemas().forEach((name, raw) -> {
                Schema<?> schema = raw;
                if (comeIn.contains(name) && schema.getRequired() != null) {
                    schema.setRequired(schema.getRequired().stream()
                            .filter(property -> !schemas.optional(name).contains(property))
                            .toList());
                }
            });
        };
    }

    private static void reach(@Nullable Schema<?> schema, Components components, Set<String> reached) {
        if (schema == null) {
            return;
        }
        String name = schema.get$ref() == null ? null : nameIn(schema.get$ref());
        if (name != null && reached.add(name)) {
            reach(components.getSchemas().get(name), components, reached);
        }
        List<Schema<?>> parts = new ArrayList<>();
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(parts::add);
        }
        if (schema.getOneOf() != null) {
            schema.getOneOf().forEach(parts::add);
        }
        if (schema.getAdditionalProperties() instanceof Schema<?> values) {
            parts.add(values);
        }
        if (schema.getItems() != null) {
            parts.add(schema.getItems());
        }
        parts.forEach(part -> reach(part, components, reached));
    }

    private static String nameIn(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    static final class ExactSchemas implements ModelConverter {
        private final ConcurrentHashMap<String, JavaType> named = new ConcurrentHashMap<>();
        private final ConcurrentHashMap<String, Set<String>> optional = new ConcurrentHashMap<>();

        /** The properties of a schema that may be null. */
        Set<String> optional(String name) {
            return optional.getOrDefault(name, Set.of());
        }

        @Override
        public @Nullable Schema<?> resolve(
                AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
            JavaType java = Json.mapper().constructType(type.getType());
            Class<?> raw = java == null ? Object.class : java.getRawClass();
            if (raw == BigDecimal.class || raw == Money.class) {
                Schema<?> decimal = typed("string").format("decimal");
                decimal.example("1234.50");
                return decimal;
            }
            if (JsonNode.class.isAssignableFrom(raw)) {
                return new Schema<>();
            }
            if (java != null && isOurs(java) && !raw.isEnum() && type.getName() == null) {
                type.name(name(java));
            }
            Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
            if (schema != null && java != null && raw.isRecord() && isOurs(java)) {
                String name = schema.get$ref() == null ? name(java) : nameIn(schema.get$ref());
                complete(
                        raw,
                        name,
                        schema.get$ref() == null
                                ? schema
                                : context.getDefinedModels().get(name));
            }
            return schema;
        }

        private static boolean isOurs(JavaType type) {
            return type.getRawClass().getName().startsWith("io.onaccount.");
        }

        /**
         * Module and class, {@code sales.OrderView}; a record inside another with its owner, {@code sales.SalesOrder.Line}, unless that is
         * the endpoints' class.
         */
        private String name(JavaType type) {
            Class<?> raw = type.getRawClass();
            String simple = raw.getPackageName().endsWith(".web")
                    ? raw.getSimpleName()
                    : raw.getName().substring(raw.getPackageName().length() + 1).replace('$', '.');
            StringBuilder name =
                    new StringBuilder(raw.getName().split("\\.")[2]).append('.').append(simple);
            for (int i = 0; i < type.containedTypeCount(); i++) {
                name.append('_').append(type.containedType(i).getRawClass().getSimpleName());
            }
            JavaType other = named.putIfAbsent(name.toString(), type);
            if (other != null && !other.equals(type)) {
                throw new IllegalStateException(
                        type + " and " + other + " would both be " + name + " in the API document");
            }
            return name.toString();
        }

        private void complete(Class<?> type, String name, @Nullable Schema<?> schema) {
            if (schema == null || schema.getProperties() == null) {
                return;
            }
            List<String> required = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                JsonProperty own = component.getAccessor().getAnnotation(JsonProperty.class);
                String called = own == null ? component.getName() : own.value();
                Schema<?> property = schema.getProperties().get(called);
                if (property == null) {
                    continue;
                }
                required.add(called);
                if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
                    schema.getProperties().put(called, new Schema<>());
                } else if (!RequiredComponents.isRequired(component)) {
                    schema.getProperties().put(called, orNull(property));
                    optional.computeIfAbsent(name, n -> ConcurrentHashMap.newKeySet())
                            .add(called);
                }
            }
            schema.setRequired(required);
        }

        private static Schema<?> orNull(Schema<?> schema) {
            if (schema.get$ref() != null) {
                return new Schema<>().oneOf(List.of(schema, typed("null")));
            }
            if (schema.getTypes() != null) {
                Set<String> types = new LinkedHashSet<>(schema.getTypes());
                types.add("null");
                schema.setTypes(types);
            }
            return schema;
        }
    }
}
