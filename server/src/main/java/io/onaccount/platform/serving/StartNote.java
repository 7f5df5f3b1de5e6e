package io.onaccount.platform.serving;

import java.util.List;

/** What a module has to say at the terminal once the server is ready: the demo's users. A module offers one as a bean. */
public interface StartNote {

    /** Lines for the person at the terminal; asked once, when the server is ready. */
    List<String> lines();
}
