package io.onaccount.platform.web;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;

/** How single values of a request body are read: exactly, and never so large that reading them is work. */
final class JsonInput {
    /** Enough for numeric(19,6) with room for a percentage's tail; beyond it nobody means a number. */
    private static final int MOST_DIGITS = 30;

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2199;

    private JsonInput() {}

    /** A decimal from a string or a number. Length and exponent are judged on the text, before arithmetic with it could cost anything. */
    static final class Decimal extends StdDeserializer<BigDecimal> {
        Decimal() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            if (token != JsonToken.VALUE_STRING
                    && token != JsonToken.VALUE_NUMBER_INT
                    && token != JsonToken.VALUE_NUMBER_FLOAT) {
                throw new BadValue(parser, BigDecimal.class, "not-a-number");
            }
            String text = parser.getString().strip();
            BigDecimal value = parse(text);
            if (value == null) {
                throw new BadValue(
                        parser, BigDecimal.class, text.length() > MOST_DIGITS ? "number-too-long" : "not-a-number");
            }
            return value;
        }

        /** The number, or null when the text is none or is of no use as one. */
        static @Nullable BigDecimal parse(String text) {
            if (text.isEmpty() || text.length() > MOST_DIGITS + 8) {
                return null;
            }
            int digits = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= '0' && c <= '9') {
                    digits++;
                } else if (c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                    return null; // also digits of other scripts, which BigDecimal would take
                }
            }
            if (digits > MOST_DIGITS) {
                return null;
            }
            try {
                BigDecimal value = new BigDecimal(text);
                if (value.signum() == 0) {
                    return value.scale() < 0 || value.scale() > MOST_DIGITS ? BigDecimal.ZERO : value;
                }
                int whole = value.precision() - value.scale();
                if (Math.abs(value.scale()) > MOST_DIGITS || whole > MOST_DIGITS) {
                    return null;
                }
                return value.scale() < 0 ? value.setScale(0) : value;
            } catch (NumberFormatException | ArithmeticException e) {
                return null;
            }
        }
    }

    /** A text without characters that no store or page can hold, and not longer than its field allows. */
    static final class Text extends StdDeserializer<String> {
        private final int most;

        Text(int most) {
            super(String.class);
            this.most = most;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            MaxLength limit = property == null ? null : property.getAnnotation(MaxLength.class);
            return limit == null ? this : new Text(limit.value());
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new BadValue(parser, String.class, "not-a-text");
            }
            String text = parser.getString();
            if (text.length() > most) {
                throw new BadValue(parser, String.class, "text-too-long", most);
            }
            if (!isPrintable(text)) {
                throw new BadValue(parser, String.class, "bad-character");
            }
            return text;
        }

        /** Whether the text has neither control characters (except tab and line ends) nor halves of surrogate pairs. */
        static boolean isPrintable(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                    return false;
                }
                if (Character.isSurrogate(c)) {
                    if (!Character.isHighSurrogate(c)
                            || i + 1 == text.length()
                            || !Character.isLowSurrogate(text.charAt(i + 1))) {
                        return false;
                    }
                    i++;
                }
            }
            return true;
        }
    }

    /** A date as {@code 2026-11-22}, of a year in which business can be done. */
    static final class Day extends StdDeserializer<LocalDate> {
        Day() {
            super(LocalDate.class);
        }

        @Override
        public LocalDate deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                String text = parser.getString();
                try {
                    LocalDate date = text.length() == 10 ? LocalDate.parse(text) : null;
                    if (date != null && date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
                        return date;
                    }
                } catch (DateTimeException e) {
                    // told below, with what a date looks like
                }
            }
            throw new BadValue(parser, LocalDate.class, "not-a-date");
        }
    }

    /** An instant with its offset, {@code 2026-11-22T05:00:00Z}. */
    static final class Moment extends StdDeserializer<Instant> {
        Moment() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_STRING
                    && parser.getString().length() <= 40) {
                try {
                    OffsetDateTime at = OffsetDateTime.parse(parser.getString()).withOffsetSameInstant(ZoneOffset.UTC);
                    if (at.getYear() >= FIRST_YEAR && at.getYear() <= LAST_YEAR) {
                        return at.toInstant();
                    }
                } catch (DateTimeException e) {
                    // told below
                }
            }
            throw new BadValue(parser, Instant.class, "not-an-instant");
        }
    }

    /** An id in its usual form of 36 characters. */
    static final class Id extends StdDeserializer<UUID> {
        Id() {
            super(UUID.class);
        }

        @Override
        public UUID deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                UUID id = parse(parser.getString());
                if (id != null) {
                    return id;
                }
            }
            throw new BadValue(parser, UUID.class, "not-an-id");
        }

        /** The id, or null when the text is none. */
        static @Nullable UUID parse(String text) {
            if (text.length() != 36) {
                return null;
            }
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }
}
