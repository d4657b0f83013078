@echo off
rem Starts the trainers' page. Not run by us: tell us if it does not work.
title Spejl
where spejl >nul 2>nul
if %errorlevel%==0 (
  spejl serve
) else (
  py -c "from spejl.cli import main; main()" serve
)
if errorlevel 1 pause
