package io.tuyere.limit;

import io.tuyere.limit.BudgetAccount.Due;
import io.tuyere.redis.RedisKeys;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisNumbers;
import io.tuyere.redis.Script;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Tells the fleet what accounts have to say, and accounts what the fleet has used. What cannot be told while Redis is lost is
 * told later; an answer that is lost on its way counts its calls twice, which is rare and on the safe side. Where Redis lost its
 * data, a month begins again with what the first account to ask was told before. Any thread.
 */
final class RedisBudgets {
    private static final Script ADD = Script.beside(RedisBudgets.class, "budget");

    private static final int TURNS_BETWEEN_QUESTIONS = 5;

    private final RedisLink link;
    private final Budgets budgets;
    private int turns;

    RedisBudgets(RedisLink link, Budgets budgets) {
        this.link = link;
        this.budgets = budgets;
    }

    /** Exchanges what is new, and sometimes asks what others have to say; to be called every second on one event loop. */
    Future<Void> exchange() {
        boolean all = turns++ % TURNS_BETWEEN_QUESTIONS == 0;
        if (!link.state().up()) {
            return Future.succeededFuture();
        }
        List<Future<Void>> exchanges = budgets.all().stream()
                .filter(account -> all || account.hasNews())
                .map(account -> exchange(account, account.due()))
                .toList();
        return Future.join(exchanges).mapEmpty();
    }

    private Future<Void> exchange(BudgetAccount account, Due due) {
        String key = RedisKeys.PREFIX + "budget:{" + RedisKeys.escaped(account.project()) + "}:" + due.month();
        List<Buffer> arguments =
                List.of(number(due.calls()), number(due.closing()), number(due.fleet()), number(due.closed() ? 1 : 0));
        return link.run(ADD, List.of(key), arguments)
                .onSuccess(answer -> account.told(due, RedisNumbers.at(answer, 0), RedisNumbers.at(answer, 1) == 1))
                .mapEmpty();
    }

    private static Buffer number(long value) {
        return Buffer.buffer(Long.toString(value));
    }
}
