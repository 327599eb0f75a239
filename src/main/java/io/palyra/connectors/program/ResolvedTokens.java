package io.palyra.connectors.program;

import io.palyra.connectors.admin.AdminTokens;
import io.palyra.connectors.settings.Role;
import io.palyra.connectors.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tokens of the admin API that the settings refer to. */
final class ResolvedTokens {

    private static final String ADMIN_TOKEN = "palyra.admin.token";

    private ResolvedTokens() {}

    /**
     * @param placeholders puts values in place of <code>{{function:name}}</code>, or throws IllegalArgumentException
     * @throws ProgramStartException where a reference leads to nothing, or two lead to the same token
     */
    static AdminTokens of(Settings settings, UnaryOperator<String> placeholders) {
        if (settings.http().adminToken().isEmpty()) {
            return AdminTokens.NONE;
        }
        List<AdminTokens.Named> named = new ArrayList<>();
        Map<String, String> keyByToken = new HashMap<>();
        String administrators =
                Secrets.resolve(ADMIN_TOKEN, settings.http().adminToken().get(), placeholders);
        keyByToken.put(administrators, ADMIN_TOKEN);
        named.add(new AdminTokens.Named(Settings.Admin.ADMINISTRATOR, administrators, Role.ADMIN));
        for (Settings.NamedToken declared : settings.admin().tokens()) {
            String token = Secrets.resolve(declared.key(), declared.token(), placeholders);
            String other = keyByToken.putIfAbsent(token, declared.key());
            if (other != null) {
                throw new ProgramStartException(declared.key() + " and " + other
                        + " are the same token: nobody could tell whose a call is; give each its own");
            }
            named.add(new AdminTokens.Named(declared.name(), token, declared.role()));
        }
        return new AdminTokens(named, settings.admin().viewerSeesText());
    }
}
