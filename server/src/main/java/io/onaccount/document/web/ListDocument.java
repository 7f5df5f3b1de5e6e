package io.onaccount.document.web;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.Kinds;
import io.onaccount.document.RecordRef;
import io.onaccount.document.listing.ListTotals;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The list endpoints in the API document: each kind's own, with rows that have the kind's fields. A field is there when it was asked for and
 * the user may see it, so none but the id is promised.
 */
@Component
class ListDocument implements OpenApiCustomizer {
    private final Kinds kinds;

    ListDocument(Kinds kinds) {
        this.kinds = kinds;
    }

    @Override
    public void customise(OpenAPI document) {
        Schema<?> totals = known(document, ListTotals.class);
        Schema<?> definition = known(document, ListDescription.class);
        Schema<?> reference = known(document, RecordRef.class);
        for (Kind kind : kinds.all()) {
            String row = "row." + kind.name();
            document.getComponents().addSchemas(row, row(kind, reference));
            Schema<?> rows = typed("array").items(new Schema<>().$ref("#/components/schemas/" + row));
            Schema<?> next = typed("string");
            next.addType("null");
            Schema<?> page = typed("object").addProperty("rows", rows).addProperty("next", next);
            page.setRequired(List.of("rows", "next"));
            for (Method method : ListEndpoints.Endpoints.class.getDeclaredMethods()) {
                switch (method.getName()) {
                    case "page" -> add(document, kind, "", method, "application/json", page);
                    case "totals" -> add(document, kind, "/totals", method, "application/json", totals);
                    case "definition" -> add(document, kind, "/definition", method, "application/json", definition);
                    case "export" ->
                        add(
                                document,
                                kind,
                                "/export",
                                method,
                                "application/octet-stream",
                                typed("string").format("binary"));
                    default -> {}
                }
            }
        }
    }

    private static void add(OpenAPI document, Kind kind, String path, Method method, String type, Schema<?> answer) {
        Operation operation = new Operation()
                .addTagsItem("lists")
                .operationId(kind.plural() + "_" + method.getName())
                .responses(new ApiResponses()
                        .addApiResponse(
                                "200",
                                new ApiResponse()
                                        .description("OK")
                                        .content(new Content().addMediaType(type, new MediaType().schema(answer))))
                        .addApiResponse("default", new ApiResponse().$ref("Problem")));
        Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RequestParam.class))
                .forEach(parameter -> operation.addParametersItem(new Parameter()
                        .in("query")
                        .name(parameter.getName())
                        .required(false)
                        .schema(
                                parameter.getType() == int.class
                                        ? typed("integer").format("int32")
                                        : typed("string"))));
        String at = "/api/v1/" + kind.plural() + path;
        PathItem item = document.getPaths().get(at);
        if (item == null) {
            item = new PathItem();
            document.getPaths().addPathItem(at, item);
        }
        item.setGet(operation);
    }

    private static Schema<?> row(Kind kind, Schema<?> reference) {
        Schema<?> row = typed("object");
        row.addProperty("id", typed("string").format("uuid"));
        for (Field field : kind.list().fields()) {
            row.addProperty(field.name(), value(field, reference));
        }
        row.setRequired(List.of("id"));
        return row;
    }

    private static Schema<?> value(Field field, Schema<?> reference) {
        if (field.type().isReference()) {
            return new Schema<>().oneOf(List.of(reference, typed("null")));
        }
        Schema<?> schema = switch (field.type()) {
            case NUMBER -> typed("integer").types(new LinkedHashSet<>(List.of("integer", "string")));
            case MONEY, QUANTITY -> typed("string").format("decimal");
            case DATE -> typed("string").format("date");
            case INSTANT -> typed("string").format("date-time");
            case BOOLEAN -> typed("boolean");
            default -> typed("string");
        };
        schema.addType("null");
        return schema;
    }

    private static Schema<?> typed(String type) {
        Schema<?> schema = new Schema<>();
        schema.addType(type);
        return schema;
    }

    private static Schema<?> known(OpenAPI document, Class<?> type) {
        ResolvedSchema resolved =
                ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
        resolved.referencedSchemas.forEach(document.getComponents()::addSchemas);
        return resolved.schema;
    }
}
