package io.tuyere.limit;

import io.tuyere.core.Tenant.Budget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a project has used of a calendar month (UTC): every attempt that goes to the cloud, since the cloud counts calls
 * whatever comes of them. Token calls are not counted: they are few, and whether the cloud counts them is not documented.
 * Any thread.
 *
 * <p>An account knows two numbers: what the fleet has used, as it was last told, and what this instance has used since. It
 * hands in the second and is told the first once a second, so that an instance may be late by what the others use in that
 * time. Without Redis the first stays zero, and a restart forgets.
 *
 * <p>A forecast goes by the last day, across the turn of the month, or by as much of it as was seen since the account began or
 * was first told what others used; by less than an hour nothing is foretold.
 */
public final class BudgetAccount {
    private static final int SAMPLES = 25;
    private static final long SAMPLE_MILLIS = 3_600_000;
    private static final double DAY_MILLIS = 86_400_000;
    private static final long TRIAL_MILLIS = 600_000;

    private final String project;
    private final LongSupplier nowMillis;
    private volatile Page page;
    /** At most one an hour for a day; guarded by itself. */
    private final Deque<Sample> samples = new ArrayDeque<>();
    /** Whether the account was ever told what the fleet has used; guarded by this. */
    private boolean heard;

    BudgetAccount(String project, LongSupplier nowMillis) {
        this.project = project;
        this.nowMillis = nowMillis;
        this.page = new Page(Month.at(nowMillis.getAsLong()), 0);
        observe();
    }

    /** One month. */
    private static final class Page {
        private final Month month;
        private final long before; // used in the months before that the account has seen
        private final AtomicLong ownUnsaid = new AtomicLong();
        private final AtomicLong saying = new AtomicLong();
        private volatile long fleet;
        private volatile boolean closed;
        /** 1 when it was closed here, -1 when it was reopened, and the fleet does not know yet. */
        private volatile int closing;

        private final AtomicLong nextTrialMillis = new AtomicLong();

        Page(Month month, long before) {
            this.month = month;
            this.before = before;
        }

        long ever() {
            return before + used();
        }

        long used() {
            return fleet + saying.get() + ownUnsaid.get();
        }
    }

    /** What was used by then in all the months that the account has seen. */
    private record Sample(long atMillis, long ever) {}

    /** The project's access id. */
    public String project() {
        return project;
    }

    private Page current() {
        Page now = page;
        return nowMillis.getAsLong() < now.month.endMillis() ? now : turn();
    }

    private synchronized Page turn() {
        long millis = nowMillis.getAsLong();
        if (millis >= page.month.endMillis()) {
            page = new Page(Month.at(millis), page.ever());
        }
        return page;
    }

    /**
     * Counts an attempt that is about to go to the cloud, unless it may not: then says why. A project that the cloud closed is
     * tried with one call in ten minutes, so that calls bought meanwhile are noticed.
     *
     * @param budget whose limit holds for the attempt, null for none
     */
    public @Nullable String spend(@Nullable Budget budget) {
        Page now = current();
        if (now.closed && !trial(now)) {
            return "the cloud says that the quota of this project is used up";
        }
        if (budget == null || !budget.stop()) {
            spendAnyway();
            return null;
        }
        while (true) {
            long own = now.ownUnsaid.get();
            if (now.fleet + now.saying.get() + own >= budget.callsPerMonth()) {
                return "the budget of this tenant, " + budget.callsPerMonth() + " calls a month, is used up";
            }
            if (now.ownUnsaid.compareAndSet(own, own + 1)) {
                return null;
            }
        }
    }

    private boolean trial(Page now) {
        long millis = nowMillis.getAsLong();
        long due = now.nextTrialMillis.get();
        return millis >= due && now.nextTrialMillis.compareAndSet(due, millis + TRIAL_MILLIS);
    }

    /** Counts an attempt whatever the limit. */
    void spendAnyway() {
        current().ownUnsaid.incrementAndGet();
    }

    /** An attempt that was counted did not leave. */
    public void unspend() {
        current().ownUnsaid.decrementAndGet();
    }

    /** Attempts of this month, as far as this instance knows. */
    public long used() {
        return current().used();
    }

    /** Year and month, {@code 2026-11}. */
    public String month() {
        return current().month.name();
    }

    /** Milliseconds until the month turns. */
    public long millisLeft() {
        return current().month.endMillis() - nowMillis.getAsLong();
    }

    /** The cloud says that the project's calls are used up. */
    public void close() {
        Page now = current();
        now.nextTrialMillis.set(nowMillis.getAsLong() + TRIAL_MILLIS);
        closing(now, true);
    }

    private synchronized void closing(Page page, boolean closed) {
        page.closed = closed;
        page.closing = closed ? 1 : -1;
    }

    /** Somebody bought calls, or the cloud takes them again. */
    public void reopen() {
        closing(current(), false);
    }

    /** Whether the cloud said that the project's calls are used up. */
    public boolean closed() {
        return current().closed;
    }

    /** Notes what is used, for the forecast. */
    void observe() {
        long millis = nowMillis.getAsLong();
        long ever = current().ever();
        synchronized (samples) {
            Sample last = samples.peekLast();
            if (last != null && ever < last.ever) {
                samples.clear();
                last = null;
            }
            if (last == null || millis - last.atMillis >= SAMPLE_MILLIS) {
                samples.addLast(new Sample(millis, ever));
                if (samples.size() > SAMPLES) {
                    samples.removeFirst();
                }
            }
        }
    }

    /** Calls a day at the rate of the last 24 hours, or of as much of them as was seen; empty where that is less than an hour. */
    public OptionalDouble perDay() {
        observe();
        Sample first;
        synchronized (samples) {
            first = samples.peekFirst();
        }
        if (first == null) {
            return OptionalDouble.empty();
        }
        long took = nowMillis.getAsLong() - first.atMillis;
        return took < SAMPLE_MILLIS
                ? OptionalDouble.empty()
                : OptionalDouble.of((current().ever() - first.ever) * DAY_MILLIS / took);
    }

    /**
     * When so many calls are used up at the present rate, in milliseconds since the epoch; -1 where the month turns first, or
     * nothing can be foretold.
     */
    public long runsOutMillis(long calls) {
        long left = calls - used();
        if (left <= 0) {
            return nowMillis.getAsLong();
        }
        OptionalDouble perDay = perDay();
        if (perDay.isEmpty()) {
            return -1;
        }
        double at = nowMillis.getAsLong() + left / perDay.getAsDouble() * DAY_MILLIS;
        return at < current().month.endMillis() ? (long) at : -1;
    }

    /** Whether there is something that the fleet does not know. */
    boolean hasNews() {
        Page now = current();
        return now.ownUnsaid.get() != 0 || now.saying.get() != 0 || now.closing != 0;
    }

    /** What the fleet has to be told now: all that it was not {@link #told} of before. One of these at a time. */
    synchronized Due due() {
        Page now = current();
        long own = now.ownUnsaid.get();
        now.saying.addAndGet(own); // for a moment counted twice, rather than not at all
        now.ownUnsaid.addAndGet(-own);
        return new Due(now.month.name(), now.saying.get(), now.closing, now.fleet, now.closed);
    }

    /**
     * What an account has to say.
     *
     * @param calls that nobody was told of yet
     * @param closing 1 when the cloud says that the calls are used up, -1 when it takes them again, 0 for nothing new
     * @param fleet calls that all have used, as the account was told last
     * @param closed whether the cloud takes none, as the account knows
     */
    record Due(String month, long calls, int closing, long fleet, boolean closed) {}

    /**
     * The fleet knows of it.
     *
     * @param fleet calls that all have used
     * @param closed whether the cloud takes none, as somebody was told
     */
    synchronized void told(Due due, long fleet, boolean closed) {
        Page now = current();
        if (now.month.name().equals(due.month)) {
            now.fleet = fleet;
            now.saying.addAndGet(-due.calls);
            hear();
            heed(now, due, closed);
        }
    }

    /** What others have used so far is no rate. */
    private void hear() {
        if (!heard) {
            heard = true;
            synchronized (samples) {
                samples.clear();
            }
            observe();
        }
    }

    private void heed(Page now, Due due, boolean closed) {
        if (now.closing == due.closing) {
            now.closing = 0;
            if (closed && !now.closed) {
                now.nextTrialMillis.set(nowMillis.getAsLong() + TRIAL_MILLIS);
            }
            now.closed = closed;
        }
    }
}
