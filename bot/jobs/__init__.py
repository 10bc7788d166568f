"""Work that outlives the process: answers, reminders, schedules."""
