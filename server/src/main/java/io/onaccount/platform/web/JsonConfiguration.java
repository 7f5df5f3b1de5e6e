package io.onaccount.platform.web;

import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** JSON as the API speaks it: exact decimals as plain strings, ISO dates, nothing unknown let through, nothing required left out. */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    @Bean
    JsonFactoryBuilderCustomizer boundedJson() {
        return factory -> factory.streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(64)
                .maxNumberLength(200)
                .maxNameLength(500)
                .build());
    }

    @Bean
    JsonMapperBuilderCustomizer exactJson() {
        return JsonConfiguration::customize;
    }

    /** What makes a plain mapper ours; public tests use the bean. */
    static void customize(JsonMapper.Builder mapper) {
        mapper.annotationIntrospector(new RequiredComponents())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModule(new SimpleModule("onaccount")
                        .addSerializer(BigDecimal.class, new PlainDecimal())
                        .addSerializer(Money.class, new Amount())
                        .addDeserializer(BigDecimal.class, new JsonInput.Decimal())
                        .addDeserializer(String.class, new JsonInput.Text(MaxLength.DEFAULT))
                        .addDeserializer(LocalDate.class, new JsonInput.Day())
                        .addDeserializer(Instant.class, new JsonInput.Moment())
                        .addDeserializer(UUID.class, new JsonInput.Id()));
    }

    /**
     * The mapper for answers that are kept for a repeated request: read back by us, so texts of any length and money with its currency.
     */
    static JsonMapper kept(JsonMapper json) {
        return json.rebuild()
                .addModule(new SimpleModule("kept")
                        .addSerializer(Money.class, new KeptAmount())
                        .addDeserializer(Money.class, new ReadAmount())
                        .addDeserializer(String.class, new JsonInput.Text(Integer.MAX_VALUE)))
                .build();
    }

    private static final class PlainDecimal extends StdSerializer<BigDecimal> {
        PlainDecimal() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(BigDecimal value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.toPlainString());
        }
    }

    private static final class Amount extends StdSerializer<Money> {
        Amount() {
            super(Money.class);
        }

        @Override
        public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.amount().toPlainString());
        }
    }

    private static final class KeptAmount extends StdSerializer<Money> {
        KeptAmount() {
            super(Money.class);
        }

        @Override
        public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.toString());
        }
    }

    private static final class ReadAmount extends StdDeserializer<Money> {
        ReadAmount() {
            super(Money.class);
        }

        @Override
        public Money deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getString();
            int blank = text.indexOf(' ');
            return Money.of(text.substring(0, blank), text.substring(blank + 1));
        }
    }
}
