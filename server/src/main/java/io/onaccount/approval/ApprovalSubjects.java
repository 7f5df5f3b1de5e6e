package io.onaccount.approval;

import io.onaccount.approval.spi.ApprovalSubject;
import io.onaccount.approval.spi.Snapshot;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The kinds of subjects that modules brought. */
@Component
public final class ApprovalSubjects {
    private final ObjectProvider<ApprovalSubject> subjects;

    ApprovalSubjects(ObjectProvider<ApprovalSubject> subjects) {
        this.subjects = subjects;
    }

    public List<ApprovalSubject> all() {
        return subjects.stream()
                .sorted(Comparator.comparing(ApprovalSubject::kind))
                .toList();
    }

    public Optional<ApprovalSubject> named(String kind) {
        return subjects.stream().filter(subject -> subject.kind().equals(kind)).findFirst();
    }

    ApprovalSubject of(String kind) {
        return named(kind).orElseThrow(() -> new IllegalStateException("nobody brings subjects of kind " + kind));
    }

    Snapshot read(Tx tx, Actor actor, String kind, UUID id, boolean toDecide) {
        return of(kind).read(tx, actor, id, toDecide).orElseThrow(() -> Problem.notFound(kind, id));
    }

    /**
     * The fingerprint of what an approval is for: SHA-256 over names and values in the order of the names, each with its length, so that no
     * two sets of figures read alike.
     */
    static String fingerprint(String kind, Map<String, String> bound) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            part(digest, kind);
            new TreeMap<>(bound).forEach((name, value) -> {
                part(digest, name);
                part(digest, value);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void part(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
