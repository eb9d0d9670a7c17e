package io.tuyere.limit;

import io.tuyere.limit.Ledger.Grant;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a fleet's limit that this instance holds: permits taken in batches, so that a usual call asks nobody.
 *
 * <p><b>State.</b> {@code held} permits that were taken from the ledger and not used; a {@code target} to which they are filled
 * up; whether the ledger is being asked, and who waits for its answer.
 *
 * <p><b>Size.</b> {@code target ≤ cap = ⌊rate × precision ÷ instances⌋}. It begins at one, doubles when a batch was used up in
 * less than half of the precision, and shrinks to what was used when some was left. Where {@code cap ≤ 1}, nothing is held
 * and every call asks the ledger: limits below {@code instances ÷ precision} a second are exact.
 *
 * <p><b>Too many.</b> Permits that the ledger gives, less those that come back, are at most {@code burst + rate × T} in any
 * stretch of time {@code T} (see {@link Gcra}; a permit that comes back late counts for less, never for more). The burst here
 * is at least {@code rate × precision}, since a burst of one could not be had in batches. Calls that are admitted in it are
 * these, and those that were held at its beginning: at most {@code rate × precision} in the whole fleet. So a fleet admits at
 * most {@code burst + rate × (T + 2 × precision)}, and where the burst is what {@code precision} gives or more,
 * {@code burst + rate × (T + precision)}: with 100 ms 1 % too many in ten seconds.
 *
 * <p><b>Too few.</b> What one instance holds, others cannot have: at most {@code rate × precision ÷ instances} permits each, for
 * as long as two sweeps, after which what was not used is given back. An instance that dies takes as much along, once.
 *
 * <p><b>Alone.</b> While the ledger is lost, or late by more than the wait, this instance admits its share: rate and burst
 * divided by the instances last seen. What it admits otherwise is charged to the share as well, so that losing the ledger gives
 * nobody a second burst; and what it admits while the ledger is late is paid for when its answer comes, or was its share if none
 * comes. Then a fleet admits at most {@code burst + rate × T} if the number of instances is right; each whose
 * burst share is less than one has one.
 *
 * <p>Any thread: a lock guards the state, and is never held while anybody is told or asked.
 */
final class Lease implements Limiter {
    private final String key;
    private final Gcra rate;
    private final Gcra shared;
    private final Leases.Terms terms;
    private final Deque<Pending<Verdict>> waiting = new ArrayDeque<>();
    private long held;
    private long target = 1;
    private long askedAt = Long.MIN_VALUE / 2;
    private long usedSinceSweep;
    private long elsewhere;
    private long dueAt;
    private boolean asking;
    private boolean alarmed;
    private boolean late;
    private long asks;
    private long owed;
    private long shareArrival;
    private Slowdown slowdown = Slowdown.NONE;

    /** The ledger knows it by key and rate: debts at one rate say nothing about another, so that a changed rate begins whole. */
    Lease(String key, Gcra rate, Leases.Terms terms) {
        this.key = key + ':' + rate.intervalNanos() + '-' + rate.burst();
        this.rate = rate;
        this.terms = terms;
        this.shared = new Gcra(rate.intervalNanos(), Math.max(rate.burst(), inPrecision(rate)));
        this.elsewhere = rate.burst();
    }

    @Override
    public Future<Verdict> take() {
        Pending<Verdict> pending;
        long ask;
        long alarm;
        Verdict verdict;
        synchronized (this) {
            verdict = decide();
            pending = verdict == null ? new Pending<>() : null;
            if (pending != null) {
                waiting.add(pending);
            }
            ask = wanted();
            alarm = alarm();
        }
        if (pending != null && alarm == 0) {
            decideAloneUnlessAsked();
        }
        ask(ask, alarm);
        return pending == null ? Future.succeededFuture(verdict) : pending.future();
    }

    @Override
    public synchronized Verdict look() {
        long now = terms.nanos().getAsLong();
        if (!terms.ledger().up() || late) {
            Gcra share = share(now);
            long remaining = held + share.remaining(shareArrival, now);
            return new Verdict(remaining > 0, remaining, share.dueNanos(shareArrival, now), true);
        }
        long due = Math.max(0, dueAt - now);
        long remaining = due > 0 ? held : Math.min(rate.burst(), held + elsewhere + givenSinceAsked(now));
        return new Verdict(remaining > 0, remaining, due, false);
    }

    private long givenSinceAsked(long now) {
        return asks == 0 ? 0 : (now - askedAt) / rate.intervalNanos();
    }

    /** What can be said without asking; null for nothing. */
    private @Nullable Verdict decide() {
        long now = terms.nanos().getAsLong();
        if (held > 0) {
            held--;
            return admitted(now);
        }
        if (!terms.ledger().up()) {
            return alone(now);
        }
        if (now < dueAt) {
            return new Verdict(false, 0, dueAt - now, false);
        }
        return late ? alone(now) : null;
    }

    private Verdict admitted(long now) {
        usedSinceSweep++;
        Gcra share = share(now);
        shareArrival = Math.min(
                now + share.burst() * share.intervalNanos(), Math.max(shareArrival, now) + share.intervalNanos());
        long due = Math.max(0, dueAt - now);
        return new Verdict(true, held + elsewhere, due == 0 ? rate.intervalNanos() : due, false);
    }

    private Verdict alone(long now) {
        Gcra share = share(now);
        long next = share.next(shareArrival, now, 1);
        boolean admitted = next != Gcra.REFUSED && !(late && deepInDebt(share, now));
        if (admitted) {
            shareArrival = next;
            owed += late ? 1 : 0;
        }
        return new Verdict(admitted, share.remaining(shareArrival, now), share.dueNanos(shareArrival, now), true);
    }

    /** Whether more was admitted on credit than a batch and what the share gave while the ledger was asked. */
    private boolean deepInDebt(Gcra share, long now) {
        return owed > Math.max(1, inPrecision(share)) + (now - askedAt) / share.intervalNanos();
    }

    private Gcra share(long now) {
        return rate.slowed(slowdown.permille(now)).shared(terms.ledger().instances());
    }

    /** How many permits to ask for now, 0 for none. */
    private long wanted() {
        boolean low = target > 1 && held <= target / 2;
        if (asking || !terms.ledger().up() || (waiting.isEmpty() && !low)) {
            return 0;
        }
        long now = terms.nanos().getAsLong();
        if (waiting.isEmpty() && now < dueAt) {
            return 0;
        }
        resize(now);
        long wanted = Math.max(waiting.size(), target - held) + owed;
        if (wanted > 0) {
            asking = true;
            askedAt = now;
            asks++;
        }
        return wanted;
    }

    /** Permits that a rate gives in the time that instances may run apart. */
    private long inPrecision(Gcra present) {
        return terms.precision().toNanos() / present.intervalNanos();
    }

    private void resize(long now) {
        long cap = inPrecision(rate.slowed(slowdown.permille(now)))
                / terms.ledger().instances();
        if (now - askedAt < terms.precision().toNanos() / 2) {
            target *= 2;
        }
        target = Math.max(1, Math.min(target, cap));
    }

    /** The number of the question whose answer somebody waits for as of now, 0 for none. */
    private long alarm() {
        if (waiting.isEmpty() || !asking || alarmed) {
            return 0;
        }
        alarmed = true;
        return asks;
    }

    /** Asks for permits, 0 for none, and wakes who waits for the answer to a question, 0 for nobody, when it is late. */
    private void ask(long permits, long alarm) {
        if (permits > 0) {
            terms.ledger().take(key, shared, permits).onComplete(done -> {
                if (done.succeeded()) {
                    granted(done.result());
                } else {
                    lost();
                }
            });
        }
        if (alarm > 0) {
            terms.alarm().ring(terms.patience().toMillis(), () -> tooLate(alarm));
        }
    }

    private void granted(Grant grant) {
        List<Runnable> telling = new ArrayList<>();
        long more;
        long alarm;
        synchronized (this) {
            long now = terms.nanos().getAsLong();
            answered();
            long paid = Math.min(owed, grant.permits());
            owed -= paid;
            held += grant.permits() - paid;
            elsewhere = grant.remaining();
            dueAt = grant.remaining() > 0 ? 0 : now + grant.dueNanos();
            heed(grant.permille(), now);
            while (held > 0 && !waiting.isEmpty()) {
                Pending<Verdict> next = waiting.remove();
                held--;
                Verdict verdict = admitted(now);
                telling.add(() -> next.succeed(verdict));
            }
            while (dueAt > now && !waiting.isEmpty()) {
                Pending<Verdict> next = waiting.remove();
                Verdict verdict = new Verdict(false, 0, dueAt - now, false);
                telling.add(() -> next.succeed(verdict));
            }
            more = waiting.isEmpty() ? 0 : wanted();
            alarm = alarm();
        }
        telling.forEach(Runnable::run);
        ask(more, alarm);
        decideAloneUnlessAsked();
    }

    private void answered() {
        asking = false;
        alarmed = false;
        late = false;
    }

    private void heed(int permille, long now) {
        if (permille != slowdown.permille(now)) {
            slowdown = new Slowdown(now, permille);
        }
    }

    /** What was admitted while the answer was awaited came from the share; with nobody to pay, it stays at that. */
    private void lost() {
        List<Runnable> telling;
        synchronized (this) {
            answered();
            owed = 0;
            telling = decideAlone();
        }
        telling.forEach(Runnable::run);
    }

    private void tooLate(long awaited) {
        List<Runnable> telling;
        synchronized (this) {
            if (!asking || asks != awaited) {
                return;
            }
            late = true;
            telling = decideAlone();
        }
        telling.forEach(Runnable::run);
    }

    /** Nobody is left waiting for an answer that nobody was asked for. */
    private void decideAloneUnlessAsked() {
        List<Runnable> telling;
        synchronized (this) {
            telling = asking ? List.of() : decideAlone();
        }
        telling.forEach(Runnable::run);
    }

    private List<Runnable> decideAlone() {
        List<Runnable> telling = new ArrayList<>();
        long now = terms.nanos().getAsLong();
        while (!waiting.isEmpty()) {
            Pending<Verdict> next = waiting.remove();
            Verdict verdict = alone(now);
            telling.add(() -> next.succeed(verdict));
        }
        return telling;
    }

    @Override
    public synchronized void giveBack() {
        held++;
        long now = terms.nanos().getAsLong();
        shareArrival = share(now).returned(shareArrival, now, 1);
    }

    @Override
    public void slowDown() {
        boolean up = terms.ledger().up();
        synchronized (this) {
            slowdown = slowdown.further(terms.nanos().getAsLong());
        }
        if (up) {
            terms.ledger().slowDown(key, shared).onSuccess(grant -> {
                synchronized (this) {
                    heed(grant.permille(), terms.nanos().getAsLong());
                }
            });
        }
    }

    @Override
    public synchronized Gcra rate() {
        return rate.slowed(slowdown.permille(terms.nanos().getAsLong()));
    }

    @Override
    public synchronized Gcra share() {
        return share(terms.nanos().getAsLong());
    }

    /** Gives back what was not used since the last sweep. */
    void sweep() {
        giveBack(true)
                .onComplete(given -> {}); // what does not arrive there is lost once, as with an instance that dies
    }

    /** Gives back everything; completes when the fleet has it. */
    Future<Void> close() {
        return giveBack(false);
    }

    private Future<Void> giveBack(boolean keepUsed) {
        long unused;
        synchronized (this) {
            unused = Math.max(0, held - (keepUsed ? usedSinceSweep : 0));
            if (unused > 0) {
                target = Math.max(1, Math.min(target, usedSinceSweep));
            }
            usedSinceSweep = 0;
            if (unused == 0 || !terms.ledger().up()) {
                return Future.succeededFuture();
            }
            held -= unused;
        }
        return terms.ledger().take(key, shared, -unused).mapEmpty();
    }

    /** Permits that are held. */
    synchronized long held() {
        return held;
    }
}
