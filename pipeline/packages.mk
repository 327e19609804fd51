# Placeholder: replaced by the installation rules.
