package io.onaccount.organization;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The right a caller must have for this endpoint. Every endpoint names one, or says why it needs none ({@link Anyone}, {@link SignedIn}). */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
    /** The right, {@code sales-order.confirm}; {@code {kind}} stands for the kind named in the path. */
    String value();
}
