/**
 * Mail, once for all modules (NTF-01, NTF-02): what is to be told is stored with the change it tells of and sent after it, at least once. Start
 * with {@link io.onaccount.document.mailing.Mails}. What mails say are {@link io.onaccount.document.mailing.MailEvent}s with templates of text.
 */
@NamedInterface("mailing")
@NullMarked
package io.onaccount.document.mailing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
