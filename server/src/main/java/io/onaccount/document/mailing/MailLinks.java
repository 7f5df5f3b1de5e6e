package io.onaccount.document.mailing;

import io.onaccount.platform.db.Tx;
import java.util.UUID;

/** Makes a kind of signed link when a mail leaves; a bean of the module whose links they are. */
public interface MailLinks {

    /** {@code approval}. */
    String kind();

    /** The link's path with its token, {@code /approve#…}, of a row made before. */
    String path(Tx tx, UUID id);
}
