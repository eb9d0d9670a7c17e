package io.tuyere.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.redis.RedisKeys;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisNumbers;
import io.tuyere.redis.Script;
import io.tuyere.redis.SealedValues;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Outcomes in Redis, a hash for each write: its fingerprint, who is at it and until when, and a state for each region. What
 * regions answered is sealed. Any thread.
 *
 * <p>A Redis that restarts with less than it had, or another one in its place, would have a write sent again that it has
 * forgotten. So every note makes a number grow that each instance remembers, and one that finds less of it than it saw has all
 * instances refuse writes for as long as writes are remembered.
 */
public final class RedisOutcomes implements Outcomes {
    private static final Script BEGIN = Script.beside(RedisOutcomes.class, "begin-write");
    private static final Script END = Script.beside(RedisOutcomes.class, "end-write");
    private static final int GO_ON = 0;
    private static final int OTHER_CALL = 1;
    private static final int IN_USE = 2;
    private static final int FORGOTTEN = 3;
    private static final int FIRST_STATE = 4;

    // One slot of a cluster, since a script may not reach over several.
    private static final String KEYS = RedisKeys.PREFIX + "{write}:";
    private static final String MEMORY = KEYS + "memory";

    /** Attempts at one write whose beginning stays without an answer and that are told apart; more are rare. */
    private static final int MOST_UNSENT = 8;

    private static final long MOST_KEYS_UNSENT = 10_000;

    private final RedisLink redis;
    private final SealedValues values;
    private final Cache<String, List<String>> unsent = Caffeine.newBuilder()
            .maximumSize(MOST_KEYS_UNSENT)
            .expireAfterWrite(REMEMBERED)
            .build();
    private volatile Memory seen = new Memory("", 0);

    /** Outcomes behind this link. */
    public RedisOutcomes(RedisLink redis, SealedValues values) {
        this.redis = redis;
        this.values = values;
        redis.state().whenUp(this::look);
    }

    /** What Redis had of all writes when it was seen last. */
    private record Memory(String id, long sequence) {
        Memory then(Memory later) {
            return id.equals(later.id) && sequence > later.sequence ? this : later;
        }
    }

    /** Looks whether Redis comes back with what it had; where that fails, the next write looks. */
    private void look() {
        Write nothing = new Write("", "");
        redis.run(BEGIN, List.of(key(nothing), MEMORY), arguments(nothing, "", List.of(), 0))
                .onSuccess(this::remember)
                .onFailure(lost -> {});
    }

    /** Asked a second time when the first answer is lost: the script knows its owner again. */
    @Override
    public Future<Map<String, Outcome>> begin(Write write, String fingerprint, List<String> regions, long leaseMillis) {
        List<String> keys = List.of(key(write), MEMORY);
        List<Buffer> arguments = arguments(write, fingerprint, regions, leaseMillis);
        return redis.run(BEGIN, keys, arguments)
                .recover(lost -> redis.run(BEGIN, keys, arguments))
                .recover(lost -> {
                    notSent(write);
                    return Future.failedFuture(new Failure.OutcomesUnavailable().toException());
                })
                .map(answer -> known(answer, write, regions));
    }

    private List<Buffer> arguments(Write write, String fingerprint, List<String> regions, long leaseMillis) {
        Memory memory = seen;
        List<String> nobody = unsent.asMap().getOrDefault(write.name(), List.of());
        List<Buffer> arguments = new ArrayList<>(List.of(
                text(fingerprint),
                text(write.owner()),
                text(Long.toString(leaseMillis)),
                text(Long.toString(REMEMBERED.toMillis())),
                text(memory.sequence == 0 ? "" : memory.id),
                text(Long.toString(memory.sequence)),
                text(UUID.randomUUID().toString()),
                text(Integer.toString(nobody.size()))));
        nobody.forEach(owner -> arguments.add(text(owner)));
        regions.forEach(region -> arguments.add(text(region)));
        return arguments;
    }

    /** A Redis that was only held up may still note that it is about to be sent, which it will not be. */
    private void notSent(Write write) {
        unsent.asMap().merge(write.name(), List.of(write.owner()), (before, one) -> {
            List<String> owners = new ArrayList<>(before);
            owners.addAll(one);
            return List.copyOf(owners.subList(Math.max(0, owners.size() - MOST_UNSENT), owners.size()));
        });
    }

    private Map<String, Outcome> known(Response answer, Write write, List<String> regions) {
        remember(answer);
        int said = said(answer);
        if (said != GO_ON) {
            throw refusal(said, Math.max(1, RedisNumbers.at(answer, 1)));
        }
        Map<String, Outcome> known = new LinkedHashMap<>();
        for (int i = 0; i < regions.size(); i++) {
            byte[] state = answer.get(FIRST_STATE + i).toBytes();
            if (state[0] != Outcome.State.NOT_ACTED.letter()) {
                known.put(regions.get(i), outcome(write, regions.get(i), state));
            }
        }
        return known;
    }

    private static FailureException refusal(int said, long millis) {
        Failure failure = switch (said) {
            case OTHER_CALL -> new Failure.KeyReused();
            case IN_USE -> new Failure.KeyInUse(millis);
            case FORGOTTEN -> new Failure.OutcomesUnavailable(millis);
            default -> throw new IllegalStateException("begin-write said " + said);
        };
        return failure.toException();
    }

    private static int said(Response answer) {
        return (int) RedisNumbers.at(answer, 0);
    }

    private void remember(Response answer) {
        Memory now = new Memory(answer.get(2).toString(), RedisNumbers.at(answer, 3));
        remember(now, said(answer) == FORGOTTEN);
    }

    /** An answer that was on its way for longer tells less, unless there is less now. */
    private synchronized void remember(Memory now, boolean less) {
        seen = less ? now : seen.then(now);
    }

    /** What is only about to be sent, by somebody who did not come to tell, is unknown; so is what does not open. */
    private Outcome outcome(Write write, String region, byte[] state) {
        for (Outcome.State known : Outcome.State.values()) {
            if (state[0] == known.letter()) {
                byte[] sealed = Buffer.buffer(state).getBytes(1, state.length);
                Buffer told = values.open(purpose(write, region), sealed)
                        .map(Buffer::buffer)
                        .orElseGet(Buffer::buffer);
                return new Outcome(known, told);
            }
        }
        return new Outcome(Outcome.State.UNKNOWN, Buffer.buffer());
    }

    @Override
    public Future<Void> ended(Write write, String region, Outcome outcome) {
        byte[] sealed = values.seal(purpose(write, region), outcome.told().getBytes());
        Buffer state =
                Buffer.buffer().appendByte((byte) outcome.state().letter()).appendBytes(sealed);
        return end(write, region, state)
                .recover(lost -> end(write, region, state))
                .onSuccess(answer -> remember(new Memory(seen.id, RedisNumbers.of(answer)), false))
                .mapEmpty();
    }

    @Override
    public Future<Void> close(Write write) {
        return end(write, "", Buffer.buffer()).<Void>mapEmpty().otherwiseEmpty();
    }

    private Future<Response> end(Write write, String region, Buffer state) {
        List<Buffer> arguments =
                List.of(text(write.owner()), text(Long.toString(REMEMBERED.toMillis())), text(region), state);
        return redis.run(END, List.of(key(write), MEMORY), arguments);
    }

    private static String key(Write write) {
        return KEYS + write.name();
    }

    private static String purpose(Write write, String region) {
        return key(write) + ":" + region;
    }

    private static Buffer text(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
