package io.onaccount.receivables.bank;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text of files that don't say how they are encoded. */
final class Decoding {
    private static final Charset GB18030 = Charset.forName("GB18030");

    private Decoding() {}

    /** UTF-8 and UTF-16 where that is certain, else GB18030 where the bytes look like Chinese, else Latin-1, which loses nothing. */
    static String text(byte[] bytes) {
        if (bytes.length >= 2) {
            int mark = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
            if (mark == 0xFFFE || mark == 0xFEFF) {
                return new String(bytes, StandardCharsets.UTF_16);
            }
        }
        try {
            return decode(bytes, StandardCharsets.UTF_8).replace("\ufeff", "");
        } catch (CharacterCodingException e) {
            return chinese(bytes) ? new String(bytes, GB18030) : new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Chinese stands in pairs of high bytes; an accent in a European text stands alone among letters. */
    private static boolean chinese(byte[] bytes) {
        int pairs = 0;
        int single = 0;
        for (int i = 0; i < bytes.length; i++) {
            if ((bytes[i] & 0xFF) < 0x80) {
                continue;
            }
            if (i + 1 < bytes.length && (bytes[i + 1] & 0xFF) >= 0x80) {
                pairs++;
                i++;
            } else {
                single++;
            }
        }
        return pairs > single;
    }
}
