"""Adding the service account to projects through Procore's API: the only room that changes anything at Procore."""
