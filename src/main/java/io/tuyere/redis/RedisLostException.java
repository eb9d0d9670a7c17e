package io.tuyere.redis;

/** Redis cannot be asked now, or did not answer in time: whoever wanted it goes on without. Has no stack trace. */
public final class RedisLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, for people; never holds a value. */
    public RedisLostException(String why) {
        super(why, null, false, false);
    }
}
