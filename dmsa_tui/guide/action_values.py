"""What actions ask for and what they offer to copy: the names that the steps' files may use."""

SECRETS = ("client_secret",)
"""Fields whose value is kept in memory and the keyring, and never in a record."""
FIELDS = {
    "active_projects": "Active projects",
    "administrator": "Administrator",
    "app_name": "App name",
    "app_owner": "Whose developer account",
    "app_version_key": "App Version Key",
    "client_id": "Client ID",
    "client_secret": "Client secret",
    "company_id": "Company ID",
    "expect": "Projects that must be there",
    "expected_projects": "List of projects",
    "future_projects": "Future projects wanted",
    "levels_set": "Permission levels",
    "old_account": "Old service account or app",
    "production_access": "Production access",
    "sandbox_app_version_key": "Sandbox App Version Key",
    "sandbox_client_id": "Sandbox client ID",
    "sandbox_test": "Sandbox test",
    "verification": "Organization verification",
}
"""Names of the record's fields, and the secrets → what the wizard calls them."""


COPY = {
    "app-name": "App Name",
    "app-user": "App's user",
    "app-version-key": "App Version Key",
    "client-id": "Client ID",
    "company-id": "Company ID",
    "instructions-name": "Instructions Page Name",
    "manifest": "Manifest",
    "notes": "Post-Installation Notes",
    "old-account": "Old service account or app",
    "sandbox-app-version-key": "Sandbox App Version Key",
    "snippet": "Code snippet",
}
"""Values that can be copied → what Procore's screen calls them."""
IN_A_SENTENCE = {
    "app-name": "app name",
    "app-user": "name of the app's user",
    "client-id": "client ID",
    "company-id": "company ID",
}
"""What a sentence calls those of them whose names are no labels of a page."""
INSTRUCTIONS_URL = "https://example.com/setup"
"""A stand-in for the sync tool's own help page."""
INSTRUCTIONS_NAME = "Setup guide"
POST_INSTALLATION_NOTES = (
    "Open the app under App Management, choose Permissions and add the permitted projects. Then enter the production"
    " credentials in the sync tool. Check the permitted projects again after every update of this app."
)
SNIPPET = '{"components": {"oauth": {"instances": [{"grant_type": "client_credentials"}]}}}'
"""The source document's snippet with the two closing braces that it lacks."""
FIXED = {
    "instructions-name": INSTRUCTIONS_NAME,
    "notes": POST_INSTALLATION_NOTES,
    "snippet": SNIPPET,
}
"""The values that are the same for every customer."""
