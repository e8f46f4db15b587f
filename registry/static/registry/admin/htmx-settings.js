// The content security policy allows neither style elements nor compiled text; htmx then does without both.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
