package io.tuyere.gateway;

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

/**
 * Outcomes in Redis, a hash for each write: its fingerprint, who is at it and until when, and a state for each region. What
 * regions answered is sealed. Any thread.
 */
public final class RedisOutcomes implements Outcomes {
    private static final Script BEGIN = Script.beside(RedisOutcomes.class, "begin-write");
    private static final Script END = Script.beside(RedisOutcomes.class, "end-write");
    private static final int GO_ON = 0;
    private static final int OTHER_CALL = 1;
    private static final int FIRST_STATE = 2;

    private final RedisLink redis;
    private final SealedValues values;

    /** Outcomes behind this link. */
    public RedisOutcomes(RedisLink redis, SealedValues values) {
        this.redis = redis;
        this.values = values;
    }

    /** Asked a second time when the first answer is lost: the script knows its owner again. */
    @Override
    public Future<Map<String, Outcome>> begin(Write write, String fingerprint, List<String> regions, long leaseMillis) {
        List<Buffer> arguments = new ArrayList<>(List.of(
                text(fingerprint),
                text(write.owner()),
                text(Long.toString(leaseMillis)),
                text(Long.toString(REMEMBERED.toMillis()))));
        regions.forEach(region -> arguments.add(text(region)));
        List<String> keys = List.of(key(write));
        return redis.run(BEGIN, keys, arguments)
                .recover(lost -> redis.run(BEGIN, keys, arguments))
                .recover(lost -> Future.failedFuture(new Failure.OutcomesUnavailable().toException()))
                .map(answer -> known(answer, write, regions));
    }

    private Map<String, Outcome> known(Response answer, Write write, List<String> regions) {
        long said = RedisNumbers.at(answer, 0);
        if (said != GO_ON) {
            throw said == OTHER_CALL ? new Failure.KeyReused().toException() : inUse(RedisNumbers.at(answer, 1));
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

    private static FailureException inUse(long millis) {
        return new Failure.KeyInUse(Math.max(1, millis)).toException();
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
                .mapEmpty();
    }

    @Override
    public Future<Void> close(Write write) {
        return end(write, "", Buffer.buffer()).<Void>mapEmpty().otherwiseEmpty();
    }

    private Future<Response> end(Write write, String region, Buffer state) {
        List<Buffer> arguments =
                List.of(text(write.owner()), text(Long.toString(REMEMBERED.toMillis())), text(region), state);
        return redis.run(END, List.of(key(write)), arguments);
    }

    private static String key(Write write) {
        return RedisKeys.PREFIX + "write:" + write.name();
    }

    private static String purpose(Write write, String region) {
        return key(write) + ":" + region;
    }

    private static Buffer text(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
