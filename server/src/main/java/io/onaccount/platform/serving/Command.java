package io.onaccount.platform.serving;

import java.util.function.Consumer;

/** Something the command line can ask of the product instead of serving: {@code ./run --import FILE}. A module offers one as a bean. */
public interface Command {

    /** Its name, {@code import}. */
    String name();

    /**
     * Does it and returns when it is done.
     *
     * @param argument what the command line gave, a file
     * @param say prints one line for the person at the terminal
     * @throws Exception it could not be done; the message is told, exit code 1
     */
    void run(String argument, Consumer<String> say) throws Exception;
}
