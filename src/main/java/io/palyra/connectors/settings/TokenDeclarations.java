package io.palyra.connectors.settings;

import io.palyra.connectors.settings.Settings.NamedToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Turns the keys of named tokens into these; an empty value is the same as an unset key. */
final class TokenDeclarations {

    private final SettingReader reader;
    private final Findings findings;

    TokenDeclarations(SettingReader reader, Findings findings) {
        this.reader = reader;
        this.findings = findings;
    }

    /** The tokens, ordered by name. What is not whole is reported and left out. */
    List<NamedToken> declared() {
        TreeSet<String> names = new TreeSet<>();
        reader.values().forEach(value -> TokenKeys.parse(value.key()).ifPresent(key -> names.add(key.name())));
        List<NamedToken> tokens = new ArrayList<>();
        names.forEach(name -> declared(name).ifPresent(tokens::add));
        return tokens;
    }

    private Optional<NamedToken> declared(String name) {
        String tokenKey = new TokenKeys.Key(name, TokenKeys.TOKEN).text();
        String roleKey = new TokenKeys.Key(name, TokenKeys.ROLE).text();
        Optional<SecretReference> token = reader.read(tokenKey, SecretReference::new);
        boolean hasRole = reader.isSet(roleKey);
        Optional<Role> role = reader.read(roleKey, ValueParser.oneOf(Role.class));
        if (!TokenKeys.isName(name)) {
            findings.problem(TokenKeys.PREFIX + name + " is no name of a token; it must be " + TokenKeys.NAMES);
        } else if (name.equals(Settings.Admin.ADMINISTRATOR)) {
            findings.problem(TokenKeys.PREFIX + name + ": that is the name of " + SettingKeys.ADMIN_TOKEN.name()
                    + "; choose another one");
        } else if (token.isPresent() && !hasRole) {
            findings.problem(tokenKey + " has no role: set " + roleKey + " to viewer, operator, approver or admin");
        } else if (token.isEmpty() && hasRole) {
            findings.problem(roleKey + " has no token: set " + tokenKey + " to a reference, such as {{env:MY_SECRET}}");
        } else {
            return token.flatMap(reference -> role.map(known -> new NamedToken(name, reference, known)));
        }
        return Optional.empty();
    }
}
