package io.palyra.connectors.discord;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * How roles and overwrites make permissions.
 *
 * @see <a href="https://discord.com/developers/docs/topics/permissions#permission-overwrites">Discord: Permissions</a>
 */
final class PermissionRules {

    /** What a channel allows and denies a role or a member. */
    record Overwrite(String id, long allow, long deny) {}

    private PermissionRules() {}

    static List<Overwrite> overwrites(DataObject channel) {
        DataArray all = channel.optArray("permission_overwrites").orElseGet(DataArray::empty);
        List<Overwrite> overwrites = new ArrayList<>(all.length());
        for (int i = 0; i < all.length(); i++) {
            DataObject overwrite = all.getObject(i);
            overwrites.add(new Overwrite(
                    overwrite.getString("id"), overwrite.getUnsignedLong("allow"), overwrite.getUnsignedLong("deny")));
        }
        return overwrites;
    }

    /**
     * The permissions of a member who does not own the guild.
     *
     * @param base of all roles of the member, that of everyone included
     */
    static long of(String guildId, String memberId, Set<String> roles, long base, List<Overwrite> overwrites) {
        if ((base & ChannelPermission.ADMINISTRATOR) != 0) {
            return ChannelAccess.ALL;
        }
        long forEveryone = overwritten(base, overwrites, Set.of(guildId));
        long forRoles = overwritten(forEveryone, overwrites, roles);
        return overwritten(forRoles, overwrites, Set.of(memberId));
    }

    private static long overwritten(long permissions, List<Overwrite> overwrites, Set<String> ids) {
        long allow = 0;
        long deny = 0;
        for (Overwrite overwrite : overwrites) {
            if (ids.contains(overwrite.id())) {
                allow |= overwrite.allow();
                deny |= overwrite.deny();
            }
        }
        return (permissions & ~deny) | allow;
    }
}
