"""What every page shares: the base page, the partials, the desk's own navigation, and the pages for errors."""
