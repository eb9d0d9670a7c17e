package io.tuyere.sim;

import org.jspecify.annotations.Nullable;

/**
 * Who was found to be calling.
 *
 * @param grant what the access token stands for; null on token and login calls
 */
record Caller(SimProject project, @Nullable Grant grant) {
    /** The user or project uid that the token was issued to. */
    String uid() {
        return grant == null ? "" : grant.uid();
    }

    /** Whether the caller may see what belongs to this user: projects see everybody's, users their own. */
    boolean maySee(String ownerUid) {
        return grant == null || !grant.forUser() || grant.uid().equals(ownerUid);
    }
}
