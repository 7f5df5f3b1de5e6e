package io.onaccount.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.onaccount.platform.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The life of a document on one screen: states with their tone, and which move leads from where to where. A move whose outcome the rules
 * decide has several targets. A wrong move throws; it is never skipped.
 */
public final class StateTable<S extends Enum<S>> {
    /** What a state's colour says: nothing done, in progress, done, waiting, blocked. */
    public enum Tone {
        @JsonProperty("grey")
        GREY,
        @JsonProperty("blue")
        BLUE,
        @JsonProperty("green")
        GREEN,
        @JsonProperty("orange")
        ORANGE,
        @JsonProperty("red")
        RED
    }

    private final Class<S> type;
    private final Map<S, Tone> tones;
    private final Map<S, Map<String, Set<S>>> moves = new LinkedHashMap<>();

    private StateTable(Class<S> type) {
        this.type = type;
        this.tones = new EnumMap<>(type);
    }

    public static <S extends Enum<S>> StateTable<S> of(Class<S> type) {
        return new StateTable<>(type);
    }

    /** Declares the tone of a state. */
    public StateTable<S> state(S state, Tone tone) {
        tones.put(state, tone);
        return this;
    }

    /** Declares that the move leads from this state to one of the targets. */
    @SafeVarargs
    public final StateTable<S> move(String move, S from, S... to) {
        Set<S> targets = EnumSet.noneOf(type);
        for (S target : to) {
            targets.add(target);
        }
        moves.computeIfAbsent(from, s -> new LinkedHashMap<>()).put(move, targets);
        return this;
    }

    /** The names of the moves that leave this state, in the order of their declaration. */
    public List<String> moves(S from) {
        return new ArrayList<>(moves.getOrDefault(from, Map.of()).keySet());
    }

    /** All names of moves. */
    public List<String> moves() {
        return moves.values().stream()
                .flatMap(m -> m.keySet().stream())
                .distinct()
                .toList();
    }

    /** Whether the move may start here. */
    public boolean allows(S from, String move) {
        return moves.getOrDefault(from, Map.of()).containsKey(move);
    }

    /** Throws 409 when the move may not start here. */
    public void check(S from, String move) {
        if (!allows(from, move)) {
            throw Problem.conflict("wrong-state", move, from.name());
        }
    }

    /** As {@link #check(Enum, String)}; a target outside the table is our own mistake. */
    public void check(S from, String move, S to) {
        check(from, move);
        if (!moves.getOrDefault(from, Map.of()).getOrDefault(move, Set.of()).contains(to)) {
            throw new IllegalStateException(
                    type.getSimpleName() + ": " + move + " does not lead from " + from + " to " + to);
        }
    }

    public S parse(String name) {
        return Enum.valueOf(type, name);
    }

    public List<S> states() {
        return List.of(type.getEnumConstants());
    }

    public Tone tone(S state) {
        return tones.getOrDefault(state, Tone.GREY);
    }
}
