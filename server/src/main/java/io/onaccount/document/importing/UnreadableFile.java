package io.onaccount.document.importing;

/** The file is not what its name says, or cannot be read from this line on. */
public final class UnreadableFile extends RuntimeException {
    private final transient int line;
    private final transient String code;

    public UnreadableFile(int line, String code) {
        super(code + " at line " + line);
        this.line = line;
        this.code = code;
    }

    public int line() {
        return line;
    }

    /** The problem's code, {@code import-…}. */
    public String code() {
        return code;
    }
}
