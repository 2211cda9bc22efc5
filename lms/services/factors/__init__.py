"""Second factors of an account: apps of codes, passkeys, recovery codes; how they are kept, asked for and lost."""
