package io.onaccount.document.printing;

/** What it is printed on: sheets, and the continuous forms of dot-matrix printers (241 mm wide; a half, a third of 11 inches). */
public enum Paper {
    A4(210, 297),
    A4_LANDSCAPE(297, 210),
    A5(148, 210),
    A5_LANDSCAPE(210, 148),
    FORM_HALF(241, 139.7),
    FORM_THIRD(241, 93.1);

    private final double width;
    private final double height;

    Paper(double width, double height) {
        this.width = width;
        this.height = height;
    }

    /** In millimetres. */
    double width() {
        return width;
    }

    /** In millimetres. */
    double height() {
        return height;
    }
}
