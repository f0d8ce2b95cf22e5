package org.mailroom.messaging.rows;

import org.mailroom.mailstore.rows.Extension;

import java.util.List;

/** The tables of messaging; their migrations are in {@code db/migration}, V2 and up. */
public final class MessagingTables implements Extension {
    private static final String ACCOUNT = "account";

    @Override
    public List<Class<?>> rows() {
        return List.of(
                // people and groups
                TermRow.class,
                PersonRow.class,
                PersonRoleRow.class,
                RelationRow.class,
                DueRow.class,
                ApiTokenRow.class,
                GroupRow.class,
                MembershipRow.class,
                // safety
                BlockRow.class,
                RestrictionRow.class,
                // mail on its way
                SendingRow.class,
                SendingPartRow.class,
                SendingCopyRow.class,
                HeldRow.class,
                RequestKeyRow.class,
                // provisioning
                ProvisionLinkRow.class,
                ProvisionImportRow.class,
                // log-in
                TotpRow.class,
                RecoveryCodeRow.class,
                PasskeyRow.class,
                WebSessionRow.class,
                OidcLinkRow.class,
                UsedLoginStepRow.class);
    }

    @Override
    public List<Belonging> belonging() {
        return List.of(
                // people and groups
                new Belonging("person", "account_id", ACCOUNT),
                new Belonging("person_role", "account_id", ACCOUNT),
                new Belonging("relation", "from_id", ACCOUNT),
                new Belonging("relation", "to_id", ACCOUNT),
                new Belonging("person_due", "account_id", ACCOUNT),
                new Belonging("api_token", "account_id", ACCOUNT),
                new Belonging("mail_group", "id", ACCOUNT),
                new Belonging("membership", "group_id", ACCOUNT),
                new Belonging("membership", "member_id", ACCOUNT),
                // safety
                new Belonging("block", "account_id", ACCOUNT),
                new Belonging("block", "blocked_id", ACCOUNT),
                new Belonging("restriction", "account_id", ACCOUNT),
                new Belonging("lane", "owner", ACCOUNT),
                // mail on its way
                new Belonging("request_key", "account_id", ACCOUNT),
                // provisioning
                new Belonging("provision_link", "account_id", ACCOUNT),
                // log-in
                new Belonging("totp", "account_id", ACCOUNT),
                new Belonging("recovery_code", "account_id", ACCOUNT),
                new Belonging("passkey", "account_id", ACCOUNT),
                new Belonging("web_session", "account_id", ACCOUNT),
                new Belonging("oidc_link", "account_id", ACCOUNT));
    }
}
